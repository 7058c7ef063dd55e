namespace Mirrored.Keras;

/// <summary>Mean and variance of each feature, in float64.</summary>
internal sealed class FeatureStatistics
{
    private FeatureStatistics(double[] mean, double[] variance) => (Mean, Variance) = (mean, variance);

    public IReadOnlyList<double> Mean { get; }

    /// <summary>The mean square of the differences from the mean.</summary>
    public IReadOnlyList<double> Variance { get; }

    public int Count => Mean.Count;

    /// <summary>Takes them as given.</summary>
    /// <exception cref="ArgumentException">They make no sense.</exception>
    public static FeatureStatistics Of(IReadOnlyList<double> mean, IReadOnlyList<double> variance)
    {
        if (mean.Count != variance.Count || mean.Count == 0)
            throw new ArgumentException($"Expected as many means as variances, found {mean.Count} and {variance.Count}.");
        if (!mean.All(double.IsFinite) || !variance.All(v => double.IsFinite(v) && v >= 0))
            throw new ArgumentException("Means must be finite, and variances finite and not negative.");
        return new FeatureStatistics([.. mean], [.. variance]);
    }

    /// <summary>Computes them in one pass, number after number: Welford's way, which does not cancel.</summary>
    /// <exception cref="ArgumentException">There are no numbers, or some are not finite, or rows differ in length.</exception>
    public static FeatureStatistics Of(IEnumerable<NDArray<float>> arrays)
    {
        double[]? mean = null, squares = null;
        long rows = 0;
        foreach (NDArray<float> array in arrays)
        {
            if (array.Shape.Rank == 0) throw new ArgumentException($"Expected features along the last axis, found shape {array.Shape}.");
            int features = array.Shape[-1];
            mean ??= new double[features];
            squares ??= new double[features];
            if (features != mean.Length)
                throw new ArgumentException($"Rows differ: {mean.Length} features at first, then shape {array.Shape}.");
            ReadOnlySpan<float> values = array.Span;
            for (int start = 0; start < values.Length; start += features)
                Add(values.Slice(start, features), mean, squares, ++rows);
        }

        if (rows == 0) throw new ArgumentException("There is no row to take mean and variance from.");
        return new FeatureStatistics(mean!, [.. squares!.Select(s => s / rows)]);
    }

    private static void Add(ReadOnlySpan<float> row, double[] mean, double[] squares, long rows)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (!float.IsFinite(row[j])) throw new ArgumentException($"Row {rows - 1} holds {row[j]} as feature {j}: expected finite numbers.");
            double difference = row[j] - mean[j];
            mean[j] += difference / rows;
            squares[j] += difference * (row[j] - mean[j]);
        }
    }
}
