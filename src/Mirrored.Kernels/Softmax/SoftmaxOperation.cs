namespace Mirrored;

/// <summary>Softmax along each row: <c>y_j = e^(x_j - max x) / sum_k e^(x_k - max x)</c>.</summary>
/// <remarks>The sum runs from the first column to the last. May work in place.</remarks>
internal sealed class SoftmaxOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Output.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
