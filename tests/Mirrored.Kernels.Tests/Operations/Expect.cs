namespace Mirrored;

/// <summary>Comparisons that say which element is wrong and by how much.</summary>
internal static class Expect
{
    /// <summary>The largest relative error of one rounding to float32: half a unit in the last place.</summary>
    public const double Rounding = 1.0 / (1 << 24);

    /// <summary>Half the distance of the smallest float32 numbers: the absolute error of one rounding near
    /// zero.</summary>
    public const double TinyRounding = 0.5 * float.Epsilon;

    /// <summary>Each element is within its tolerance; NaN and infinities agree exactly.</summary>
    public static void Close(double[] expected, float[] actual, Func<int, double> tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            bool same = double.IsFinite(expected[i]) ? error <= tolerance(i) : expected[i].Equals(actual[i]);
            if (!same)
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R}, off by {error:G3}.");
        }
    }

    /// <summary>Each element is the same number; NaN equals NaN, and +0 differs from -0.</summary>
    public static void SameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = BitConverter.SingleToUInt32Bits(expected[i]) == BitConverter.SingleToUInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            if (!same) Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R}.");
        }
    }
}
