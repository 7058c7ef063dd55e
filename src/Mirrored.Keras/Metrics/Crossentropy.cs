namespace Mirrored.Keras;

/// <summary>The mean cross-entropy, in the way that suits the labels.</summary>
/// <remarks>As in Keras: one prediction for each row, <see cref="BinaryCrossentropy"/>; one label for each row, <see cref="SparseCategoricalCrossentropy"/>; else as many labels as
/// predictions, <see cref="CategoricalCrossentropy"/>.</remarks>
/// <param name="name">The name under which it is reported.</param>
public sealed class Crossentropy(string name = "crossentropy") : MeanMetric(name)
{
    private static readonly Metric Binary = new LossMetric(new BinaryCrossentropy());
    private static readonly Metric Sparse = new LossMetric(new SparseCategoricalCrossentropy());
    private static readonly Metric Categorical = new LossMetric(new CategoricalCrossentropy());

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions) =>
        throw new InvalidOperationException($"The metric '{Name}' is computed by the one that suits the labels.");

    internal override Metric Resolve(Shape labels, Shape predictions) =>
        predictions.Rank > 0 && predictions[-1] == 1 ? Binary
        : labels.Rank <= predictions.Rank || labels[-1] == 1 ? Sparse
        : Categorical;
}
