namespace Mirrored.Keras;

/// <summary>Values sorted into buckets of equal width, as TensorBoard's histograms are.</summary>
/// <remarks>Source: TensorBoard, <c>plugins/histogram/summary_v2.py</c>.</remarks>
internal static class HistogramBuckets
{
    /// <summary>The least number of places for a bucket: left edge, right edge, count.</summary>
    public const int Columns = 3;

    /// <summary>Counts values.</summary>
    /// <param name="values">What is not finite among them is left out.</param>
    /// <param name="buckets">How many buckets; values that are all the same get one of width 1, none get none.</param>
    /// <returns><c>(buckets, 3)</c>, row by row: left edge, right edge, count.</returns>
    public static double[] Of(ReadOnlySpan<float> values, int buckets)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        int count = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
            count++;
        }

        if (count == 0) return [];
        if (least == most) return [least - 0.5, most + 0.5, count];
        double[] table = new double[buckets * Columns];
        double width = (most - least) / buckets;
        for (int i = 0; i < buckets; i++)
            (table[i * Columns], table[i * Columns + 1]) = (least + i * width, i == buckets - 1 ? most : least + (i + 1) * width);
        foreach (float value in values)
            if (float.IsFinite(value)) table[Math.Min((int)((value - least) / width), buckets - 1) * Columns + 2]++;
        return table;
    }
}
