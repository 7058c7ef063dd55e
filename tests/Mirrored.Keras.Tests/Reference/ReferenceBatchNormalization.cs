namespace Mirrored.Keras.Tests;

/// <summary>Batch normalization before a dense layer with softmax and cross-entropy, in float64.</summary>
internal static class ReferenceBatchNormalization
{
    public const double Epsilon = 1e-3;

    /// <summary>Mean and biased variance of each column.</summary>
    public static (double[] Mean, double[] Variance) Moments(double[] x, int columns)
    {
        double[][] rows = [.. x.Chunk(columns)];
        double[] mean = [.. Enumerable.Range(0, columns).Select(j => rows.Average(r => r[j]))];
        return (mean, [.. mean.Select((m, j) => rows.Average(r => (r[j] - m) * (r[j] - m)))]);
    }

    /// <summary>The mean loss.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="weights">First kernel, gamma, beta, last kernel.</param>
    /// <param name="sizes">Features in front, and behind the first kernel.</param>
    /// <param name="statistics">Statistics to take instead of the batch's own; null for those.</param>
    public static double Loss(
        double[] x, int[] labels, double[][] weights, (int Front, int Hidden) sizes, (double[] Mean, double[] Variance)? statistics = null)
    {
        double[] hidden = Hidden(x, weights[0], sizes);
        (double[] mean, double[] variance) = statistics ?? Moments(hidden, sizes.Hidden);
        double sum = 0;
        foreach ((int r, double[] row) in hidden.Chunk(sizes.Hidden).Index())
        {
            double[] y = [.. row.Select((v, j) => (weights[1][j] * (v - mean[j]) / Math.Sqrt(variance[j] + Epsilon)) + weights[2][j])];
            int classes = weights[3].Length / sizes.Hidden;
            double[] logits = [.. Enumerable.Range(0, classes).Select(c => y.Select((v, j) => v * weights[3][(j * classes) + c]).Sum())];
            sum += Math.Log(logits.Sum(Math.Exp)) - logits[labels[r]];
        }

        return sum / labels.Length;
    }

    /// <summary>What the first kernel makes of the rows.</summary>
    public static double[] Hidden(double[] x, double[] kernel, (int Front, int Hidden) sizes) =>
    [
        .. x.Chunk(sizes.Front).SelectMany(row => Enumerable.Range(0, sizes.Hidden)
            .Select(j => row.Select((v, i) => v * kernel[(i * sizes.Hidden) + j]).Sum())),
    ];
}
