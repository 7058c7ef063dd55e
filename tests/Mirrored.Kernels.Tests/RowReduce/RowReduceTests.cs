namespace Mirrored;

public abstract class RowReduceTests(TestDevice device) : OperationTests(device)
{
    internal static RowReduceOperation Place(OperationHarness harness, int rows, int columns, RowFunction function) => new()
    {
        Function = function, Input = harness.Place("input", [rows, columns], TestData.Uniform(1, rows * columns)),
        Output = harness.PlaceOutput("output", rows),
    };

    [Fact]
    public void Sum_AnyNumberOfColumns_AddsFromTheFirstToTheLast()
    {
        for (int columns = 0; columns <= 257; columns++)
        {
            Check(3, columns, RowFunction.Sum, row =>
            {
                float sum = 0;
                foreach (float value in row) sum += value;
                return sum;
            });
        }
    }

    [Fact]
    public void Maximum_AnyNumberOfColumns_IsTheLargest()
    {
        for (int columns = 0; columns <= 257; columns++)
            Check(3, columns, RowFunction.Maximum, row => row.Length == 0 ? float.NegativeInfinity : row.Max());
    }

    [Fact]
    public void Maximum_SpecialNumbers_KeepsNaNAndGivesPlusZero()
    {
        float[] values = [-1, float.NaN, 3, -0f, -0f, -0f, float.NegativeInfinity, float.PositiveInfinity, 1];
        using OperationHarness harness = NewHarness();
        RowReduceOperation operation = new()
        {
            Function = RowFunction.Maximum, Input = harness.Place("input", [3, 3], values), Output = harness.PlaceOutput("output", 3),
        };

        harness.Run(operation);

        Expect.SameBits([float.NaN, 0, float.PositiveInfinity], harness.Read(operation.Output), "maximum");
    }

    /// <summary>Each of the additions rounds once by at most 2^-24 of its result, which is below the sum of magnitudes.</summary>
    [Fact]
    public void Sum_ManyColumns_IsCloseToFloat64()
    {
        using OperationHarness harness = NewHarness();
        RowReduceOperation operation = Place(harness, 2, 5000, RowFunction.Sum);
        float[] x = TestData.Uniform(1, 10_000);

        harness.Run(operation);

        double[] sums = [.. x.Chunk(5000).Select(row => row.Sum(v => (double)v))];
        double magnitude = x.Take(5000).Sum(v => Math.Abs((double)v));
        Expect.Close(sums, harness.Read(operation.Output), _ => 5000 * Expect.Rounding * magnitude * 2, "sum");
    }

    [Fact]
    public void Prepare_OutputOfAnotherSize_IsRefused()
    {
        using OperationHarness harness = NewHarness();
        RowReduceOperation operation = new()
        {
            Function = RowFunction.Sum, Input = harness.PlaceOutput("input", [4, 3]), Output = harness.PlaceOutput("output", 3),
        };

        Assert.Contains("RowReduce: output", Assert.Throws<ArgumentException>(() => harness.Prepare(operation)).Message, StringComparison.Ordinal);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 400, 300, RowFunction.Sum);

    private void Check(int rows, int columns, RowFunction function, Func<float[], float> reference)
    {
        using OperationHarness harness = NewHarness();
        RowReduceOperation operation = Place(harness, rows, columns, function);
        float[] x = TestData.Uniform(1, rows * columns);

        harness.Run(operation);

        float[] expected = [.. Enumerable.Range(0, rows).Select(r => reference(x[(r * columns)..((r + 1) * columns)]))];
        Expect.SameBits(expected, harness.Read(operation.Output), $"{columns} columns");
    }
}
