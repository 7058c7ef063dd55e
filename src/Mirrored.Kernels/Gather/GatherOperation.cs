namespace Mirrored;

/// <summary>Picks the step's rows: <c>output[i] = source[rows[i]]</c>; the source is whatever the <see cref="StepFeed"/> names.</summary>
/// <remarks>Features: float32 rows are copied, uint8 rows are replaced by <see cref="StepFeed.ByteValues"/>.
/// Labels: int32 or uint8 become int32, float32 is copied. Weights are float32.</remarks>
internal sealed class GatherOperation : RowOperation
{
    /// <summary>The array that is read.</summary>
    public GatherSource From { get; init; }

    /// <summary>The element type of the source.</summary>
    public required DType Source { get; init; }

    /// <summary><c>(rows, ...)</c>, float32 for features and weights, int32 or float32 for labels.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Output.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
