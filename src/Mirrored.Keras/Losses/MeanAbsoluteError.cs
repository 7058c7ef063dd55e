namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>|p - t|</c>; also <c>"mae"</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. Where both are equal the gradient is 0.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class MeanAbsoluteError(Reduction reduction = Reduction.SumOverBatchSize) : Loss("mean_absolute_error", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.AbsoluteError, labels, predictions);
    }
}
