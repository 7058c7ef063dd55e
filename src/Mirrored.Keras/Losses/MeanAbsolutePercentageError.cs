namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>100 |p - t| / max(|t|, 1e-7)</c>; also <c>"mape"</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class MeanAbsolutePercentageError(Reduction reduction = Reduction.SumOverBatchSize) : Loss("mean_absolute_percentage_error", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.PercentageError, labels, predictions);
    }
}
