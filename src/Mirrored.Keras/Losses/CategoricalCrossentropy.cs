namespace Mirrored.Keras;

/// <summary>Cross-entropy between two distributions: <c>-sum_j t_j log p_j</c> of each row.</summary>
/// <remarks>Predictions <c>(rows, classes)</c>, labels of the same shape from 0 to 1, such as one-hot rows. Predictions that come
/// straight from softmax are not used: their logits are. Other probabilities are divided by their sum and clipped to
/// <c>[1e-7, 1 - 1e-7]</c>. For class numbers there is <see cref="SparseCategoricalCrossentropy"/>.</remarks>
public sealed class CategoricalCrossentropy : Loss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="fromLogits">True when predictions are logits, not probabilities.</param>
    /// <param name="labelSmoothing">Labels become <c>t (1 - s) + s / classes</c>, s from 0 to 1.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public CategoricalCrossentropy(
        bool fromLogits = false, double labelSmoothing = 0, Reduction reduction = Reduction.SumOverBatchSize)
        : base("categorical_crossentropy", reduction)
    {
        if (!(labelSmoothing is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "Label smoothing lies in [0, 1].");
        (FromLogits, LabelSmoothing) = (fromLogits, labelSmoothing);
    }

    /// <summary>True when predictions are logits, not probabilities.</summary>
    public bool FromLogits { get; }

    /// <summary>How much labels are smoothed, from 0 to 1.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Probabilities;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.CategoricalCrossEntropy(labels, predictions, FromLogits, (float)LabelSmoothing);
    }
}
