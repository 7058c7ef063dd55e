namespace Mirrored;

/// <summary>The gradient of softmax: <c>dx_j = y_j (dy_j - sum_k dy_k y_k)</c>.</summary>
/// <remarks>The sum is one chain of fused multiply-adds from the first column to the last. May work in place on the gradient.</remarks>
internal sealed class SoftmaxGradientOperation : RowOperation
{
    /// <summary><c>dy</c>, <c>(rows, n)</c>.</summary>
    public required PlanTensor OutputGradient { get; init; }

    /// <summary><c>y</c>, what the forward operation wrote, <c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    /// <summary><c>dx</c>, <c>(rows, n)</c>.</summary>
    public required PlanTensor InputGradient { get; init; }

    public override int Rows => InputGradient.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [OutputGradient, Output];

    public override IReadOnlyList<PlanTensor> Writes => [InputGradient];
}
