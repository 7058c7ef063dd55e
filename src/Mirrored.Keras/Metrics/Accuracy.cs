namespace Mirrored.Keras;

/// <summary>The fraction of predictions that are right, in the way that suits the labels.</summary>
/// <remarks>As in Keras: one prediction for each row, <see cref="BinaryAccuracy"/>; one label for each row, <see cref="SparseCategoricalAccuracy"/>; else as many labels as
/// predictions, <see cref="CategoricalAccuracy"/>.</remarks>
/// <param name="name">The name under which it is reported.</param>
public sealed class Accuracy(string name = "accuracy") : MeanMetric(name)
{
    private static readonly Metric Binary = new BinaryAccuracy();
    private static readonly Metric Sparse = new SparseCategoricalAccuracy();
    private static readonly Metric Categorical = new CategoricalAccuracy();

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions) =>
        throw new InvalidOperationException($"The metric '{Name}' is computed by the one that suits the labels.");

    internal override Metric Resolve(Shape labels, Shape predictions) =>
        predictions.Rank > 0 && predictions[-1] == 1 ? Binary
        : labels.Rank <= predictions.Rank || labels[-1] == 1 ? Sparse
        : Categorical;
}
