namespace Mirrored.Files.Tests;

/// <summary>A layer from outside that uses all that layers are made of.</summary>
internal sealed class EveryPrimitive : Layer
{
    private Parameter? _row;
    private Parameter? _matrix;

    protected override void Build(Shape inputShape)
    {
        _row = AddWeight("row", inputShape[-1], new RandomUniform(0.5, 1.5));
        _matrix = AddWeight("matrix", inputShape, new RandomUniform(0.5, 1.5));
    }

    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        PlanTensor x = step.Multiply(step.Add(input, _row!), _matrix!);
        PlanTensor positive = step.Add(step.Abs(x), 0.5);
        PlanTensor[] terms =
        [
            step.Exp(step.Clip(x, -2, 1)), step.Expm1(step.Clip(x, -2, 1)), step.Log(positive), step.Log1p(positive), step.Sqrt(positive),
            step.Rsqrt(positive), step.Square(x), step.Reciprocal(positive), step.Sign(x), step.Erf(x), step.Pow(positive, 1.7),
            step.Divide(x, positive), step.Subtract(1, x), step.Divide(2, positive), step.Maximum(x, 0.25), step.Minimum(x, -0.25),
            step.Maximum(x, positive), step.Minimum(x, positive), step.Where(step.Greater(x, 0), x, positive), step.Relu(x),
            step.Subtract(x, step.Mean(x, keepAxis: true)), step.Divide(x, step.Max(positive, keepAxis: true)),
            step.Constant(1.5, input.Shape), step.Multiply(step.StopGradient(x), _row!), step.Normalize(x),
            step.Constant(2.5, input.Shape), step.Subtract(x, step.Sqrt(_row!)), step.Softmax(x), step.LogSoftmax(x), step.Sigmoid(x),
        ];
        return step.Multiply(terms.Aggregate(step.Add), 0.1);
    }
}
