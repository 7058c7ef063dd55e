namespace Mirrored;

/// <summary>The gradient of <see cref="RowNormalizeOperation"/>:
/// <c>dx_j = scale ((dy_j - mean dy) - y_j mean(dy y))</c>.</summary>
/// <remarks>Both means are chains from the first column to the last, the second of fused multiply-adds; so is the difference.
/// May work in place on the gradient.</remarks>
internal sealed class RowNormalizeGradientOperation : RowOperation
{
    /// <summary><c>dy</c>, <c>(rows, n)</c>.</summary>
    public required PlanTensor OutputGradient { get; init; }

    /// <summary><c>y</c>, what the forward operation wrote, <c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    /// <summary>What the forward operation multiplied each row by, <c>(rows)</c>.</summary>
    public required PlanTensor Scale { get; init; }

    /// <summary><c>dx</c>, <c>(rows, n)</c>.</summary>
    public required PlanTensor InputGradient { get; init; }

    public override int Rows => InputGradient.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [OutputGradient, Output, Scale];

    public override IReadOnlyList<PlanTensor> Writes => [InputGradient];
}
