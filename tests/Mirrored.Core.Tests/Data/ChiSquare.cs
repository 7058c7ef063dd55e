namespace Mirrored;

/// <summary>How far observed counts are from equally likely ones.</summary>
internal static class ChiSquare
{
    /// <summary>The sum of (observed - expected)^2 / expected.</summary>
    public static double OfUniform(IReadOnlyCollection<int> counts)
    {
        double expected = (double)counts.Sum() / counts.Count;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }

    /// <summary>What a right generator exceeds with a probability of about 5e-7.</summary>
    /// <remarks>Wilson and Hilferty's quantile k (1 - 2/(9k) + z sqrt(2/(9k)))^3 with z = 4.9.</remarks>
    public static double Bound(int degreesOfFreedom)
    {
        double k = degreesOfFreedom, spread = 2 / (9 * k);
        return k * Math.Pow(1 - spread + (4.9 * Math.Sqrt(spread)), 3);
    }
}
