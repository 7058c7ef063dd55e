namespace Mirrored;

/// <summary>The mean over the global batch from sums over it, <c>mean_j = sum_j / (globalRows positions)</c>; or a moving average
/// of such means: <c>output_j += (mean_j - output_j) (1 - momentum)</c>.</summary>
/// <remarks>The number of rows is that of <see cref="StepState"/>, so one plan serves every batch. A moving average stays as it is
/// when <see cref="StepState.Skip"/> says that the step does not count.</remarks>
internal sealed class GlobalMeanOperation : Operation
{
    /// <summary>The sums, <c>(n)</c>.</summary>
    public required PlanTensor Sum { get; init; }

    /// <summary>How many numbers of each row went into a sum.</summary>
    public required int Positions { get; init; }

    /// <summary>How much of a moving average stays, in [0, 1]; null for the mean itself.</summary>
    public float? Momentum { get; init; }

    /// <summary><c>(n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => Momentum is null ? [Sum] : [Sum, Output];

    public override IReadOnlyList<PlanTensor> Writes => [Output];

    /// <summary>Requires tensors of one size.</summary>
    public void Check()
    {
        this.Require(Sum, DType.Float32, Output.Shape.Length);
        this.Require(Output, DType.Float32, Sum.Shape.Length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Positions);
        if (Momentum is { } momentum and not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Momentum), momentum, "A momentum lies in [0, 1].");
    }
}
