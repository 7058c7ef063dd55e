namespace Mirrored.Keras;

/// <summary>The fraction of rows whose largest prediction is where the largest label is; of equal ones the first counts.</summary>
/// <param name="name">The name under which it is reported.</param>
public sealed class CategoricalAccuracy(string name = "categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Values;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.SparseAccuracy(step.ArgMax(labels), predictions);
    }
}
