namespace Mirrored;

/// <summary>The error function in float64: its series where that converges fast, else the continued fraction of its
/// complement (Abramowitz and Stegun, 7.1.6 and 7.1.14).</summary>
internal static class ErrorFunction
{
    private const double SeriesEnd = 2.5;
    private const int Terms = 120;

    public static double Of(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(a)) return a;
        double value = a < SeriesEnd ? Series(a) : a > 6 ? 1 : 1 - Complement(a);
        return Math.CopySign(value, x);
    }

    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < Terms && term > 1e-18 * sum; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double Complement(double x)
    {
        double fraction = 0;
        for (int n = Terms; n >= 1; n--) fraction = n / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }
}
