namespace Mirrored.Keras;

/// <summary>Cross-entropy of yes and no: the mean over a row of <c>-(t log p + (1 - t) log(1 - p))</c>; also <c>"bce"</c>.</summary>
/// <remarks>Labels from 0 to 1 of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. Predictions that
/// come straight from sigmoid are not used: their logits are. Other probabilities are clipped to <c>[1e-7, 1 - 1e-7]</c>, and
/// 1e-7 is added to each before its logarithm is taken, as in Keras.</remarks>
public sealed class BinaryCrossentropy : Loss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="fromLogits">True when predictions are logits, not probabilities.</param>
    /// <param name="labelSmoothing">Labels become <c>t (1 - s) + s / 2</c>, s from 0 to 1.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public BinaryCrossentropy(
        bool fromLogits = false, double labelSmoothing = 0, Reduction reduction = Reduction.SumOverBatchSize)
        : base("binary_crossentropy", reduction)
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
        return step.BinaryCrossEntropy(labels, predictions, FromLogits, (float)LabelSmoothing);
    }
}
