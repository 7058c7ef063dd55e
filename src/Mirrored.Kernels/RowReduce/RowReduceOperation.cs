namespace Mirrored;

/// <summary>One number for each row: <c>output_i = f(input_i1, ..., input_in)</c>.</summary>
internal sealed class RowReduceOperation : RowOperation
{
    public required RowFunction Function { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary><c>(rows)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Input.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
