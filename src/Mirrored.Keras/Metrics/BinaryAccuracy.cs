namespace Mirrored.Keras;

/// <summary>The fraction of predictions that are above the threshold where the label is 1 and not above it where it is 0.</summary>
/// <param name="threshold">What a prediction must exceed to mean 1.</param>
/// <param name="name">The name under which it is reported.</param>
public sealed class BinaryAccuracy(double threshold = 0.5, string name = "binary_accuracy") : MeanMetric(name)
{
    /// <summary>What a prediction must exceed to mean 1.</summary>
    public double Threshold { get; } = double.IsFinite(threshold) ? threshold
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a finite number.");

    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Values;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.BinaryAccuracy, labels, predictions, (float)Threshold);
    }
}
