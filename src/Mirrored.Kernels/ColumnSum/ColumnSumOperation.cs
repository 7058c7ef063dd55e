namespace Mirrored;

/// <summary>The sum of all rows: <c>output_j = sum_i input_ij</c>; a bias's gradient.</summary>
/// <remarks>In a fixed order: rows are summed in chunks of <see cref="ChunkRows"/> from the first to the last, then the chunks'
/// sums in order. No rows give zeros.</remarks>
internal sealed class ColumnSumOperation : Operation
{
    public const int ChunkRows = 64;

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary><c>(n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
