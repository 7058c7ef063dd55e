namespace Mirrored.PublicApi.Tests;

/// <summary>A layer from outside: <c>tanh(x W) sigmoid(x V)</c>, from operations that the library offers to everybody.</summary>
public sealed class GatedDense(int units) : Layer
{
    private Parameter? _values;
    private Parameter? _gates;

    protected override Shape ComputeOutputShape(Shape inputShape) => inputShape.Rank == 1
        ? units
        : throw new ShapeMismatchException(Name, "(features,)", inputShape.ToString());

    protected override void Build(Shape inputShape)
    {
        _values = AddWeight("values", [inputShape[0], units], new GlorotUniform(seed: 1));
        _gates = AddWeight("gates", [inputShape[0], units], new Alternating());
    }

    protected override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        PlanTensor values = step.Tanh(step.MatMul(input, _values!)), gates = step.Sigmoid(step.MatMul(input, _gates!));
        return step.Multiply(values, gates); // Build always comes first.
    }
}
