namespace Mirrored.Keras;

/// <summary>The losses of a replica's rows, as <see cref="Loss.Compute"/> gives them.</summary>
/// <remarks>Reading a number waits for the device; a step that does not read runs on. What layers and penalties add to the loss
/// is not in it: <see cref="Sequential.GetMetricsResult"/> tells the whole.</remarks>
public sealed class LossValue
{
    private readonly Loss _loss;
    private readonly Predictions _predictions;
    private readonly NDArray<float>? _weights;
    private double[]? _rows;

    internal LossValue(Loss loss, Predictions predictions, LoopLosses losses, NDArray<float>? weights) =>
        (_loss, _predictions, Losses, _weights) = (loss, predictions, losses, weights);

    /// <summary>The sum of the rows' losses, times their weights, in float64; 0 without rows. Divide the sum over all replicas by
    /// the rows of the global batch for its mean loss.</summary>
    /// <exception cref="InvalidOperationException">The model has done another <c>Forward</c> since, or the step has ended.</exception>
    public double Sum => Rows().Sum();

    /// <summary>The loss of each row, times its weight, <c>(rows)</c>.</summary>
    /// <exception cref="InvalidOperationException">The model has done another <c>Forward</c> since, or the step has ended.</exception>
    public NDArray<float> PerRow => new([.. Rows().Select(loss => (float)loss)], _predictions.Pass.Rows);

    /// <summary>The gradient of the losses' sum, divided as <see cref="Loss.Compute"/> was told.</summary>
    /// <exception cref="InvalidOperationException">The predictions were not made for training.</exception>
    public LossGradient Gradient => _predictions.Pass.Training
        ? new LossGradient(_predictions, Losses)
        : throw new InvalidOperationException("There is no gradient: call Forward with training: true.");

    internal LoopLosses Losses { get; }

    private double[] Rows()
    {
        if (_rows is not null) return _rows;
        _predictions.Pass.Require($"{nameof(LossValue)}.{nameof(Sum)}");
        int rows = _predictions.Pass.Rows;
        float[] losses = LoopReplica.ReadLosses(Losses);
        double[] sums = new double[rows];
        int each = rows == 0 ? 1 : losses.Length / rows;
        for (int i = 0; i < losses.Length; i++) sums[i / each] += losses[i];
        double factor = _loss.RowFactor(losses.Length, rows);
        for (int row = 0; row < rows; row++) sums[row] *= factor * (_weights?.Span[row] ?? 1);
        return _rows = sums;
    }
}
