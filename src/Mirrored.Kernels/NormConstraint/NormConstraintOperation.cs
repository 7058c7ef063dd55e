namespace Mirrored;

/// <summary>Brings the norms of a weight's vectors along one axis into a range, in place.</summary>
/// <remarks><c>norm = sqrt(sum_k w_k²)</c>, <c>wanted = rate clip(norm, minimum, maximum) + (1 - rate) norm</c>,
/// <c>w *= wanted / (1e-7 + norm)</c>. The sum runs from the first element to the last in float64; the factor is rounded to
/// float32 once. <see cref="StepState.Skip"/> makes it do nothing. Source: Keras's constraints.</remarks>
internal sealed class NormConstraintOperation : Operation
{
    public const double Epsilon = 1e-7;

    /// <summary>Of any shape that has the axis.</summary>
    public required PlanTensor Weights { get; init; }

    public required NormRange Range { get; init; }

    /// <summary>Elements of a vector.</summary>
    public int Length => Weights.Shape[Range.Axis];

    /// <summary>From one element of a vector to the next: the product of all axes behind.</summary>
    public long Stride => Weights.Shape.Skip(Axis + 1).Aggregate(1L, (product, axis) => product * axis);

    /// <summary>The number of vectors.</summary>
    public long Vectors => Length == 0 ? 0 : Weights.Shape.Length / Length;

    public override IReadOnlyList<PlanTensor> Reads => [Weights];

    public override IReadOnlyList<PlanTensor> Writes => [Weights];

    private int Axis => Range.Axis < 0 ? Range.Axis + Weights.Shape.Rank : Range.Axis;
}
