namespace Mirrored;

public abstract class ThresholdCountsTests(TestDevice device) : OperationTests(device)
{
    internal static ThresholdCountsOperation Place(
        OperationHarness harness, int rows, int columns, int thresholds, int column = -1, bool weighted = true) => new()
        {
            Predictions = harness.Place("predictions", [rows, columns], TestData.Uniform(rows, (long)rows * columns, -0.1, 1.1)),
            Labels = harness.Place("labels", [rows, columns], [.. TestData.Labels(2, rows * columns, 2).Select(v => (float)v)]),
            Weights = weighted ? harness.Place("weights", rows, TestData.Uniform(3, rows, 0, 2)) : null,
            Column = column, Thresholds = thresholds, Threshold = 0.3f,
            Accumulator = harness.Place("counts", 2 * (thresholds + 1), [.. Enumerable.Range(0, 2 * (thresholds + 1)).Select(i => (double)i)]),
        };

    [Theory]
    [InlineData(1, -1, true)]
    [InlineData(1, 2, false)]
    [InlineData(200, -1, false)]
    [InlineData(200, 1, true)]
    [InlineData(7, -1, true)]
    public void Launch_AnyNumberOfRows_CountsInOrder(int thresholds, int column, bool weighted)
    {
        foreach (int rows in (int[])[0, 1, 2, 33, 257])
        {
            using OperationHarness harness = NewHarness();
            ThresholdCountsOperation operation = Place(harness, rows, 3, thresholds, column, weighted);

            harness.Run(operation);

            float[] p = harness.Read(operation.Predictions), t = harness.Read(operation.Labels);
            double[] expected = new double[2 * (thresholds + 1)];
            for (int i = 0; i < p.Length; i++)
            {
                if (column >= 0 && i % 3 != column) continue;
                int exceeded = Enumerable.Range(0, thresholds).Count(b => p[i] > operation.ThresholdAt(b));
                expected[(t[i] > 0 ? thresholds + 1 : 0) + exceeded] += weighted ? harness.Read(operation.Weights!)[i / 3] : 1;
            }

            Assert.Equal(expected.Select((count, i) => i + count), harness.Read<double>(operation.Accumulator));
        }
    }

    [Fact]
    public void Launch_PredictionsOnThresholds_DoNotExceedThem()
    {
        using OperationHarness harness = NewHarness();
        ThresholdCountsOperation operation = new()
        {
            Predictions = harness.Place("predictions", [4, 1], [0f, 0.5f, 1f, float.NaN]),
            Labels = harness.Place("labels", [4, 1], [0f, 0f, 1f, 1f]), Thresholds = 3, Accumulator = harness.Place("counts", 8, new double[8]),
        };

        harness.Run(operation);

        // Thresholds -1e-7, 0.5, 1 + 1e-7.
        Assert.Equal([0, 2, 0, 0, 1, 0, 1, 0], harness.Read<double>(operation.Accumulator));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 300, 3, 200);
}
