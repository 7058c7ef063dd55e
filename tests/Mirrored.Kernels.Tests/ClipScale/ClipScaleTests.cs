namespace Mirrored;

public abstract class ClipScaleTests(TestDevice device) : OperationTests(device)
{
    /// <summary>One shorter and one longer than all lanes of the sum.</summary>
    private static readonly int[] Lengths = [64, 1, 300, 64 * 1500];

    internal static ClipScaleOperation Place(OperationHarness harness, bool global, double limit = 30, Action<double[]>? change = null)
    {
        FlatWeights flat = new(Lengths);
        double[] sums = Sums(flat);
        change?.Invoke(sums);
        return new ClipScaleOperation
        {
            Segments = flat.Place(harness, sums: sums), Trained = Lengths.Length, Blocks = flat.Blocks, Limit = limit, Global = global,
        };
    }

    [Fact]
    public void Launch_EachSegment_ScalesWhatIsTooLong()
    {
        using OperationHarness harness = NewHarness();
        ClipScaleOperation operation = Place(harness, global: false, limit: 1.2);

        harness.Run(operation);

        float[] expected = [.. new FlatWeights(Lengths).Segments.Select(s => Scale(Norm(s.Start / 64, (s.End + 63) / 64), 1.2))];
        Assert.Contains(1f, expected);
        Assert.Contains(expected, scale => scale < 0.1);
        Expect.SameBits(expected, harness.Read(operation.Segments.Scales), "scales");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1e9)]
    public void Launch_Global_ScalesAllAlike(double limit)
    {
        using OperationHarness harness = NewHarness();
        ClipScaleOperation operation = Place(harness, global: true, limit);

        harness.Run(operation);

        float scale = Scale(Norm(0, new FlatWeights(Lengths).Blocks), limit);
        Expect.SameBits([scale, scale, scale, scale], harness.Read(operation.Segments.Scales), "scales");
    }

    [Theory]
    [InlineData(false, double.NaN, float.NaN, 1f)]
    [InlineData(false, double.PositiveInfinity, 0f, 1f)]
    [InlineData(true, double.NaN, float.NaN, float.NaN)]
    [InlineData(true, double.PositiveInfinity, float.NaN, float.NaN)]
    public void Launch_NormThatIsNotFinite_DoesAsTensorFlow(bool global, double bad, float expected, float others)
    {
        using OperationHarness harness = NewHarness();
        ClipScaleOperation operation = Place(harness, global, limit: 1000, sums => sums[0] = bad);

        harness.Run(operation);

        Expect.SameBits([expected, others, others, others], harness.Read(operation.Segments.Scales), "scales");
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, global: false);

    private static double[] Sums(FlatWeights flat) =>
        [.. TestData.Uniform(5, flat.Blocks, 0, 2).Select((x, block) => flat.Of(block * 64) < 0 ? 0 : (double)x)];

    private static double Norm(int start, int end)
    {
        double[] sums = Sums(new FlatWeights(Lengths)), lanes = new double[1024];
        for (int block = start; block < end; block++) lanes[(block - start) % 1024] += sums[block];
        for (int half = 512; half > 0; half /= 2)
            for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        return Math.Sqrt(lanes[0]);
    }

    private static float Scale(double norm, double limit) => (float)(limit / Math.Max(norm, limit));
}
