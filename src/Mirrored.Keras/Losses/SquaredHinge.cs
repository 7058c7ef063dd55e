namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>max(1 - t p, 0)^2</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. Labels -1 and 1; a label
/// of 0 counts as -1, in every batch.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class SquaredHinge(Reduction reduction = Reduction.SumOverBatchSize) : Loss("squared_hinge", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.SquaredHinge, labels, predictions);
    }
}
