namespace Mirrored.Keras;

/// <summary>The fraction of rows whose largest prediction is the labelled class; of equal ones the first counts.</summary>
/// <param name="name">The name under which it is reported.</param>
public sealed class SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy") : MeanMetric(name)
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
