namespace Mirrored.Keras;

/// <summary>The fraction of rows whose labelled class is among the <c>k</c> largest predictions; equal ones at the border are.</summary>
/// <param name="k">How many predictions of each row count, at least 1.</param>
/// <param name="name">The name under which it is reported.</param>
public sealed class SparseTopKCategoricalAccuracy(int k = 5, string name = "sparse_top_k_categorical_accuracy") : MeanMetric(name)
{
    /// <summary>How many predictions of each row count.</summary>
    public int K { get; } = k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, "At least one prediction must count.");

    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Classes;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.InTopK(labels, predictions, K);
    }
}
