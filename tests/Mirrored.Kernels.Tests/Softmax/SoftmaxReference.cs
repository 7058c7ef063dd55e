namespace Mirrored;

/// <summary>Softmax in float64, and how far float32 may be from it.</summary>
internal static class SoftmaxReference
{
    /// <summary>A unit in the last place is at most two roundings, and the exponential is right to 1.02 of
    /// them.</summary>
    private const double ExpRoundings = 2 * 1.02;

    public static double[] Row(double[] x)
    {
        double max = x.Max();
        double sum = x.Sum(value => Math.Exp(value - max));
        return [.. x.Select(value => Math.Exp(value - max) / sum)];
    }

    /// <summary>The relative error of the sum of <c>e^(x - max)</c>, in roundings: that of the exponentials, one for
    /// each addition, and that of the differences d, which change an exponential by d e^-d, at most 0.37.</summary>
    public static double SumRoundings(int columns) => ExpRoundings + 1.37 * columns;

    /// <summary>The relative error of one element: its difference, its exponential, the sum, the division.</summary>
    public static double RelativeError(double[] x, double value) =>
        Expect.Rounding * (x.Max() - value + ExpRoundings + SumRoundings(x.Length) + 1);

    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = values[i];
        return doubles;
    }
}
