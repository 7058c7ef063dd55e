namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>p - t log(p + 1e-7)</c>: what a count <c>t</c> loses when <c>p</c> are expected.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. Predictions are meant to be
/// above 0; one of -1e-7 or less has the loss NaN.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class Poisson(Reduction reduction = Reduction.SumOverBatchSize) : Loss("poisson", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.Poisson, labels, predictions);
    }
}
