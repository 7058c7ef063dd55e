namespace Mirrored.Keras;

/// <summary>Cross-entropy between class numbers and predicted distributions: <c>-log p_label</c> per row.</summary>
/// <remarks>Predictions <c>(rows, classes)</c>, labels <c>(rows)</c> or <c>(rows, 1)</c> of whole numbers in
/// <c>[0, classes)</c>. Predictions that come straight from softmax are not used: their logits are, as in Keras, so nothing is
/// clipped and no precision lost. Other probabilities are clipped to <c>[1e-7, 1 - 1e-7]</c> and normalised.</remarks>
/// <param name="fromLogits">True when predictions are logits, not probabilities.</param>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class SparseCategoricalCrossentropy(bool fromLogits = false, Reduction reduction = Reduction.SumOverBatchSize)
    : Loss("sparse_categorical_crossentropy", reduction)
{
    /// <summary>True when predictions are logits, not probabilities.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Classes;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.SparseCrossEntropy(labels, predictions, FromLogits);
    }
}
