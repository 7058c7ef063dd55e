namespace Mirrored;

/// <summary>Repeatable numbers to try kernels on.</summary>
internal static class TestData
{
    /// <summary>Uniform between <paramref name="minimum"/> and <paramref name="maximum"/>.</summary>
    public static float[] Uniform(int seed, long count, double minimum = -1, double maximum = 1)
    {
        Random random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(minimum + (maximum - minimum) * random.NextDouble());
        return values;
    }

    /// <summary>Class numbers below <paramref name="classes"/>.</summary>
    public static int[] Labels(int seed, int count, int classes)
    {
        Random random = new(seed);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) labels[i] = random.Next(Math.Max(1, classes));
        return labels;
    }

    public static byte[] Bytes(int seed, long count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
