namespace Mirrored.Keras;

/// <summary>The root of the mean of <c>(p - t)^2</c> over all predictions.</summary>
/// <param name="name">The name under which it is reported.</param>
public sealed class RootMeanSquaredError(string name = "root_mean_squared_error") : MeanMetric(name)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.SquaredError, labels, predictions);
    }

    /// <inheritdoc/>
    protected internal override double Result(ReadOnlySpan<double> sums, int index) => Math.Sqrt(base.Result(sums, index));
}
