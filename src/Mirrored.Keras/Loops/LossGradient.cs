namespace Mirrored.Keras;

/// <summary>The gradient of a loss with respect to a model's predictions, on a replica's device: what <c>Backward</c> takes.</summary>
/// <remarks>Good until the next loss is computed of the same predictions.</remarks>
public sealed class LossGradient
{
    private readonly LoopLosses _losses;

    internal LossGradient(Predictions predictions, LoopLosses losses) => (Predictions, _losses) = (predictions, losses);

    /// <summary>True when it is with respect to the logits that predictions come straight from by softmax or sigmoid: cross-entropies
    /// use them, as in <c>Fit</c>, because that loses no precision.</summary>
    public bool IsOfLogits => _losses.Entry == GradientEntry.Logits;

    internal Predictions Predictions { get; }

    internal GradientEntry Entry => _losses.Entry;

    /// <summary>Copies the numbers to the host, which waits for the device.</summary>
    /// <returns>The gradient, of the shape of the predictions.</returns>
    /// <exception cref="InvalidOperationException">Another loss or another <c>Forward</c> has been computed since, the step has
    /// ended, or the loss uses both predictions and logits.</exception>
    public NDArray<float> ToNDArray()
    {
        Require(nameof(ToNDArray));
        if (_losses.Entry == (GradientEntry.Predictions | GradientEntry.Logits))
            throw new InvalidOperationException("The loss uses both the predictions and their logits, so its gradient is not one array.");
        float[] numbers = new float[Predictions.Shape.Length];
        _losses.Pass.Replica.ReadGradient(_losses, numbers);
        return new NDArray<float>(numbers, Predictions.Shape);
    }

    /// <summary>Refuses a gradient that the device no longer holds.</summary>
    internal void Require(string what)
    {
        _losses.Pass.Require(what);
        if (!ReferenceEquals(_losses.Pass.Losses, _losses))
            throw new InvalidOperationException($"{what} needs the gradient of the loss computed last; another was computed since.");
    }
}
