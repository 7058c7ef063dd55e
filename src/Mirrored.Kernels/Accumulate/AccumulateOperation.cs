namespace Mirrored;

/// <summary>Adds the sum of some float32 numbers to a running float64 sum: <c>accumulator += sum_i input_i</c>.</summary>
/// <remarks>The numbers are summed in float64 in a fixed order: chunks of <see cref="Chunk"/> from the first number to the last,
/// then the chunks in order, then the accumulator.</remarks>
internal sealed class AccumulateOperation : Operation
{
    public const int Chunk = 64;

    /// <summary><c>(rows)</c>, float32.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary>One float64.</summary>
    public required PlanTensor Accumulator { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Input, Accumulator];

    public override IReadOnlyList<PlanTensor> Writes => [Accumulator];
}
