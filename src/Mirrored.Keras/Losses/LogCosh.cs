namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>log cosh(p - t)</c>; also <c>"logcosh"</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. Near 0 half the square, far away <c>|p - t| - log 2</c>.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class LogCosh(Reduction reduction = Reduction.SumOverBatchSize) : Loss("log_cosh", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.LogCosh, labels, predictions);
    }
}
