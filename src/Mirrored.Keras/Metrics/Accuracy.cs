namespace Mirrored.Keras;

/// <summary>The fraction of predictions that are right, in the way that suits the labels: for class numbers
/// <see cref="SparseCategoricalAccuracy"/>.</summary>
/// <param name="name">The name under which it is reported.</param>
public sealed class Accuracy(string name = "accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Classes;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.SparseAccuracy(labels, predictions);
    }
}
