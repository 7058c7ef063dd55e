namespace Mirrored;

public abstract class RowNormalizeGradientTests(TestDevice device) : OperationTests(device)
{
    internal static RowNormalizeGradientOperation Place(OperationHarness harness, int rows, int columns)
    {
        (float[] Output, float Scale)[] forward =
            columns == 0 ? [] : [.. TestData.Uniform(1, rows * columns).Chunk(columns).Select(RowNormalizeTests.Reference)];
        return new RowNormalizeGradientOperation
        {
            OutputGradient = harness.Place("output gradient", [rows, columns], TestData.Uniform(2, rows * columns)),
            Output = harness.Place("output", [rows, columns], [.. forward.SelectMany(r => r.Output)]),
            Scale = harness.Place("scale", rows, [.. forward.Select(r => r.Scale)]),
            InputGradient = harness.PlaceOutput("input gradient", [rows, columns]),
        };
    }

    [Fact]
    public void Launch_AnyNumberOfColumns_KeepsTheDocumentedOrder()
    {
        for (int columns = 1; columns <= 257; columns++)
        {
            using OperationHarness harness = NewHarness();
            RowNormalizeGradientOperation operation = Place(harness, 2, columns);
            float[][] dy = [.. TestData.Uniform(2, 2 * columns).Chunk(columns)];
            (float[] Output, float Scale)[] rows = [.. TestData.Uniform(1, 2 * columns).Chunk(columns).Select(RowNormalizeTests.Reference)];

            harness.Run(operation);

            float[] expected = [.. dy.Zip(rows, (g, r) => Reference(g, r.Output, r.Scale)).SelectMany(r => r)];
            Expect.SameBits(expected, harness.Read(operation.InputGradient), $"{columns} columns");
        }
    }

    [Fact]
    public void Gradient_EqualsCentralDifferencesAndAWrongOneDoesNot()
    {
        const int Columns = 12;
        using OperationHarness harness = NewHarness();
        RowNormalizeGradientOperation operation = Place(harness, 1, Columns);
        float[] x = TestData.Uniform(1, Columns), dy = TestData.Uniform(2, Columns);

        harness.Run(operation);

        float[] gradient = harness.Read(operation.InputGradient);
        double Weighted(double[] at) => RowNormalizeTests.Reference(at).Zip(dy, (y, g) => y * g).Sum();
        Assert.True(GradientCheck.WorstError(Weighted, x, gradient) < GradientCheck.Tolerance);
        // The classic mistake: the mean and the variance taken for constants.
        float scale = RowNormalizeTests.Reference(x).Scale;
        Assert.True(GradientCheck.WorstError(Weighted, x, [.. dy.Select(g => g * scale)]) > 100 * GradientCheck.Tolerance);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 400, 300);

    private static float[] Reference(float[] dy, float[] y, float scale)
    {
        float sum = 0, dot = 0;
        for (int i = 0; i < y.Length; i++)
        {
            sum += dy[i];
            dot = MathF.FusedMultiplyAdd(dy[i], y[i], dot);
        }

        float mean = sum / y.Length, along = dot / y.Length;
        return [.. dy.Zip(y, (g, v) => scale * MathF.FusedMultiplyAdd(-v, along, g - mean))];
    }
}
