namespace Mirrored;

public abstract class GaussianNoiseTests(TestDevice device) : OperationTests(device)
{
    internal static GaussianNoiseOperation Place(OperationHarness harness, int rows, int columns) => new()
    {
        Input = harness.Place("input", [rows, columns], TestData.Uniform(1, rows * columns)), StdDev = 0.5f, Seed = 7, Layer = 3,
        Output = harness.PlaceOutput("output", [rows, columns]),
    };

    /// <summary>The quantile is good to some 1e-6, and float32 rounds numbers below 4 by 2.4e-7.</summary>
    [Fact]
    public unsafe void Launch_AnyElement_IsTheQuantileOfItsWord()
    {
        using OperationHarness harness = NewHarness();
        GaussianNoiseOperation operation = Place(harness, 6, 133);
        float[] x = TestData.Uniform(1, 6 * 133);
        harness.State = harness.State with { FirstGlobalRow = 11, RngStep = 5 };

        harness.Run(operation);

        float[] y = harness.Read(operation.Output);
        uint[] words = new uint[4];
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / 133, column = i % 133;
            fixed (uint* w = words) Philox.Draw(7, (uint)column / 4, (uint)(11 + row), 5, 3, w);
            uint word = words[column % 4];
            double z = (y[i] - (double)x[i]) / 0.5;
            // The normal distribution's tail behind |z|, against the probability that the word stands for.
            double tail = (1 - ErrorFunction.Of(Math.Abs(z) / Math.Sqrt(2))) / 2, expected = ((2 * ((word & 0x7FFFFFFF) >> 7)) + 1) / (double)(1 << 26);
            Assert.Equal(expected, tail, 2e-6);
            if (Math.Abs(z) > 1e-5) Assert.Equal(word >= 0x80000000, z < 0);
        }
    }

    /// <summary>Mean and variance of 200,000 numbers are within five standard deviations of 0 and 1.</summary>
    [Fact]
    public void Launch_ManyNumbers_HaveMeanZeroAndVarianceOne()
    {
        const int Count = 200_000;
        using OperationHarness harness = NewHarness();
        GaussianNoiseOperation operation = new()
        {
            Input = harness.Place("input", [200, 1000], new float[Count]), StdDev = 1, Seed = 1, Layer = 0,
            Output = harness.PlaceOutput("output", [200, 1000]),
        };

        harness.Run(operation);

        float[] z = harness.Read(operation.Output);
        Assert.InRange(z.Average(v => (double)v), -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        Assert.InRange(z.Average(v => (double)v * v), 1 - (5 * Math.Sqrt(2.0 / Count)), 1 + (5 * Math.Sqrt(2.0 / Count)));
    }

    [Fact]
    public void Launch_AnyShape_GivesTheBitsOfOneLane()
    {
        for (int columns = 0; columns <= 70; columns++)
            Expect.SameBits(Run(new OperationHarness(CpuTestDevice.Portable), columns), Run(NewHarness(), columns), $"{columns} columns");
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 100, 300);

    private static float[] Run(OperationHarness harness, int columns)
    {
        using OperationHarness owned = harness;
        GaussianNoiseOperation operation = Place(owned, 3, columns);
        owned.Run(operation);
        return owned.Read(operation.Output);
    }
}
