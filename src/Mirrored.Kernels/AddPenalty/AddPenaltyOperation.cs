namespace Mirrored;

/// <summary>Adds the penalty on the weights to the running sum of losses: <c>accumulator += rows sum_b sums_b</c>.</summary>
/// <remarks>The sums are those of <see cref="BlockSumOperation"/>, added as <see cref="LaneSum"/> says. Losses are divided by rows
/// when they are read, so the penalty counts once for each row of the global batch. Of all parts of a batch only the one with its
/// first row adds it: <see cref="StepState.FirstGlobalRow"/> is 0 there.</remarks>
internal sealed class AddPenaltyOperation : Operation
{
    /// <summary><c>(blocks)</c>, float64.</summary>
    public required PlanTensor Sums { get; init; }

    /// <summary>One float64.</summary>
    public required PlanTensor Accumulator { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Sums, Accumulator];

    public override IReadOnlyList<PlanTensor> Writes => [Accumulator];
}
