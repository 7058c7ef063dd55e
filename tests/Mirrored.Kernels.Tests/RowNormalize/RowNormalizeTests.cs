namespace Mirrored;

public abstract class RowNormalizeTests(TestDevice device) : OperationTests(device)
{
    internal const float Epsilon = 1e-3f;

    internal static RowNormalizeOperation Place(OperationHarness harness, int rows, int columns) => new()
    {
        Input = harness.Place("input", [rows, columns], TestData.Uniform(1, rows * columns)), Epsilon = Epsilon,
        Output = harness.PlaceOutput("output", [rows, columns]), Scale = harness.PlaceOutput("scale", rows),
    };

    /// <summary>The rule in float32, in the documented order.</summary>
    internal static (float[] Output, float Scale) Reference(float[] x)
    {
        float sum = 0, squares = 0;
        foreach (float value in x) sum += value;
        float mean = sum / x.Length;
        foreach (float value in x) squares = MathF.FusedMultiplyAdd(value - mean, value - mean, squares);
        float scale = 1 / MathF.Sqrt((squares / x.Length) + Epsilon);
        return ([.. x.Select(value => (value - mean) * scale)], scale);
    }

    internal static double[] Reference(double[] x)
    {
        double mean = x.Average(), variance = x.Average(v => (v - mean) * (v - mean));
        return [.. x.Select(v => (v - mean) / Math.Sqrt(variance + Epsilon))];
    }

    [Fact]
    public void Launch_AnyNumberOfColumns_KeepsTheDocumentedOrder()
    {
        for (int columns = 1; columns <= 257; columns++)
        {
            using OperationHarness harness = NewHarness();
            RowNormalizeOperation operation = Place(harness, 3, columns);
            (float[] Output, float Scale)[] rows = [.. TestData.Uniform(1, 3 * columns).Chunk(columns).Select(Reference)];

            harness.Run(operation);

            Expect.SameBits([.. rows.SelectMany(r => r.Output)], harness.Read(operation.Output), $"{columns} columns");
            Expect.SameBits([.. rows.Select(r => r.Scale)], harness.Read(operation.Scale), $"scale of {columns} columns");
        }
    }

    /// <summary>Sums of 200 numbers below 1 are off by at most 200 x 2^-24 of their magnitudes, which the scale, below 4, carries
    /// into the result.</summary>
    [Fact]
    public void Launch_ManyColumns_IsCloseToFloat64()
    {
        using OperationHarness harness = NewHarness();
        RowNormalizeOperation operation = Place(harness, 5, 200);
        double[] expected = [.. TestData.Uniform(1, 1000).Select(v => (double)v).Chunk(200).SelectMany(Reference)];

        harness.Run(operation);

        Expect.Close(expected, harness.Read(operation.Output), _ => 4 * 200 * Expect.Rounding, "normalised");
    }

    [Fact]
    public void Launch_NoRowsOrInPlace_Works()
    {
        using OperationHarness empty = NewHarness();
        empty.Run(Place(empty, 0, 5));
        using OperationHarness harness = NewHarness();
        PlanTensor x = harness.Place("x", [2, 9], TestData.Uniform(1, 18)), scale = harness.PlaceOutput("scale", 2);

        harness.Run(new RowNormalizeOperation { Input = x, Output = x, Scale = scale, Epsilon = Epsilon });

        Expect.SameBits([.. TestData.Uniform(1, 18).Chunk(9).SelectMany(r => Reference(r).Output)], harness.Read(x), "in place");
    }

    [Fact]
    public void Prepare_ScaleOfAnotherSize_IsRefused()
    {
        using OperationHarness harness = NewHarness();
        RowNormalizeOperation operation = new()
        {
            Input = harness.PlaceOutput("input", [4, 3]), Output = harness.PlaceOutput("output", [4, 3]),
            Scale = harness.PlaceOutput("scale", 3), Epsilon = Epsilon,
        };

        Assert.Contains("RowNormalize: scale", Assert.Throws<ArgumentException>(() => harness.Prepare(operation)).Message, StringComparison.Ordinal);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 400, 300);
}
