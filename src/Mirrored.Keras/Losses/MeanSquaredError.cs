namespace Mirrored.Keras;

/// <summary>The mean over a row of <c>(p - t)^2</c>; also <c>"mse"</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class MeanSquaredError(Reduction reduction = Reduction.SumOverBatchSize) : Loss("mean_squared_error", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.SquaredError, labels, predictions);
    }
}
