namespace Mirrored;

/// <summary>Compares gradients with central differences of a function in float64.</summary>
internal static class GradientCheck
{
    /// <summary>Differences are wrong by about h² / 6 times the third derivative, and by 1e-16 / h from rounding:
    /// below 1e-8 for functions that are not far from 1; float32 gradients are wrong by some 1e-7 more.</summary>
    public const double Tolerance = 2e-6;

    private const double H = 1e-4;

    /// <summary>The largest difference between a gradient and the central differences at <paramref name="x"/>,
    /// relative to 1 or the gradient, whichever is larger.</summary>
    public static double WorstError(Func<double[], double> function, float[] x, float[] gradient)
    {
        double[] at = [.. x.Select(value => (double)value)];
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            at[i] = x[i] + H;
            double above = function(at);
            at[i] = x[i] - H;
            double below = function(at);
            at[i] = x[i];
            double error = Math.Abs((above - below) / (2 * H) - gradient[i]) / Math.Max(1, Math.Abs(gradient[i]));
            worst = Math.Max(worst, error);
        }

        return worst;
    }
}
