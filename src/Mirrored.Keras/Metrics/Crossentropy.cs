namespace Mirrored.Keras;

/// <summary>The mean cross-entropy, in the way that suits the labels.</summary>
/// <remarks>As in Keras: one prediction for each row, <see cref="BinaryCrossentropy"/>; one label for each row, <see cref="SparseCategoricalCrossentropy"/>; else as many labels as
/// predictions, <see cref="CategoricalCrossentropy"/>.</remarks>
/// <param name="name">The name under which it is reported.</param>
public sealed class Crossentropy(string name = "crossentropy") : MeanMetric(name)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions) =>
        throw new InvalidOperationException($"The metric '{Name}' is computed by the one that suits the labels.");

    internal override Metric Resolve(Shape labels, Shape predictions) =>
        predictions.Rank > 0 && predictions[-1] == 1 ? new LossMetric(new BinaryCrossentropy())
        : labels.Rank < predictions.Rank || labels[-1] == 1 ? new LossMetric(new SparseCategoricalCrossentropy())
        : new LossMetric(new CategoricalCrossentropy());
}
