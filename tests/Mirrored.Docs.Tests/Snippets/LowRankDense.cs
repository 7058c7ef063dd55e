namespace Mirrored.Docs.Tests;

/// <summary>A dense layer whose kernel is a product of two thin matrices: <c>input down up + bias</c>.</summary>
public sealed class LowRankDense : Layer
{
    private Parameter? _down;
    private Parameter? _up;
    private Parameter? _bias;

    public LowRankDense(int units, int rank, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        (Units, Rank, InputShape) = (units, rank, inputShape);
    }

    public int Units { get; }

    public int Rank { get; }

    protected override Shape ComputeOutputShape(Shape inputShape) => inputShape.Rank == 1
        ? Units
        : throw new ShapeMismatchException(Name, "(features,)", inputShape.ToString());

    protected override void Build(Shape inputShape)
    {
        _down = AddWeight("down", [inputShape[0], Rank], new GlorotUniform());
        _up = AddWeight("up", [Rank, Units], new GlorotUniform());
        _bias = AddWeight("bias", Units, new Zeros());
    }

    protected override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        PlanTensor narrow = step.MatMul(input, _down!); // Build always comes first.
        return step.AddBias(step.MatMul(narrow, _up!), _bias!);
    }
}
