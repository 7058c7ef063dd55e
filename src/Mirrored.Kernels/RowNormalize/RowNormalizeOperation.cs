namespace Mirrored;

/// <summary>Mean 0 and variance 1 along each row: <c>y_j = (x_j - mean) scale</c>, <c>scale = 1 / sqrt(variance + epsilon)</c>.</summary>
/// <remarks>The mean is a chain of additions from the first column to the last, divided by n; the variance a chain of fused
/// multiply-adds of the differences, divided by n. May work in place.</remarks>
internal sealed class RowNormalizeOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    public required float Epsilon { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    /// <summary>What each row was multiplied by, <c>(rows)</c>.</summary>
    public required PlanTensor Scale { get; init; }

    public override int Rows => Output.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output, Scale];
}
