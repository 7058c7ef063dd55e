namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>(log(1 + p) - log(1 + t))^2</c>; also <c>"msle"</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. Numbers below 1e-7 count
/// as that, and predictions there have no gradient.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class MeanSquaredLogarithmicError(Reduction reduction = Reduction.SumOverBatchSize) : Loss("mean_squared_logarithmic_error", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.SquaredLogarithmicError, labels, predictions);
    }
}
