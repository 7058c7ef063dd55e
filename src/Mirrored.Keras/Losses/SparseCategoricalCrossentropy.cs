namespace Mirrored.Keras;

/// <summary>Cross-entropy between class numbers and predicted distributions: <c>-log p_label</c> per row.</summary>
/// <remarks>Predictions <c>(rows, classes)</c>, labels <c>(rows)</c> or <c>(rows, 1)</c> of whole numbers in
/// <c>[0, classes)</c>. Predictions that come straight from softmax are not used: their logits are, as in Keras, so nothing is
/// clipped and no precision lost. Other probabilities are clipped to <c>[1e-7, 1 - 1e-7]</c> and normalised.</remarks>
/// <param name="fromLogits">True when predictions are logits, not probabilities.</param>
public sealed class SparseCategoricalCrossentropy(bool fromLogits = false) : Loss("sparse_categorical_crossentropy")
{
    /// <summary>True when predictions are logits, not probabilities.</summary>
    public bool FromLogits { get; } = fromLogits;

    internal override PlanTensor Call(StepBuilder step, PlanTensor predictions) => step.SparseCrossEntropy(predictions, FromLogits);

    internal override void Check(NDArray labels, Shape predictions)
    {
        if (predictions.Rank != 1 || predictions[0] == 0)
            throw new ArgumentException($"{Name} needs predictions of shape (classes,) for each row, the model gives {predictions}.");
        LabelCheck.ClassNumbers(labels, predictions[0]);
    }
}
