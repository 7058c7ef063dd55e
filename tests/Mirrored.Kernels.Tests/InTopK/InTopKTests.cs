namespace Mirrored;

public abstract class InTopKTests(TestDevice device) : OperationTests(device)
{
    internal static InTopKOperation Place(OperationHarness harness, int rows, int columns, int k) => new()
    {
        Predictions = harness.Place("predictions", [rows, columns], TestData.Uniform(columns, (long)rows * columns)),
        Labels = harness.Place("labels", rows, TestData.Labels(rows, rows, columns)), K = k,
        Output = harness.PlaceOutput("in top k", rows),
    };

    [Fact]
    public void Launch_AnyNumberOfColumns_CountsLargerOnes()
    {
        for (int columns = 1; columns <= 257; columns += 4)
        {
            using OperationHarness harness = NewHarness();
            InTopKOperation operation = Place(harness, 20, columns, (columns / 2) + 1);

            harness.Run(operation);

            int[] labels = harness.Read<int>(operation.Labels);
            float[] expected = [.. harness.Read(operation.Predictions).Chunk(columns)
                .Select((row, i) => row.Count(x => x > row[labels[i]]) < operation.K ? 1f : 0f)];
            Assert.Equal(expected, harness.Read(operation.Output));
        }
    }

    [Fact]
    public void Launch_TiesAndBadLabels_AreDecidedAsTensorFlowDoes()
    {
        using OperationHarness harness = NewHarness();
        InTopKOperation operation = new()
        {
            Predictions = harness.Place("predictions", [5, 3], [1f, 1f, 1f, 3f, 2f, 1f, 1f, 2f, 3f, 1f, float.NaN, 0f, 1f, 2f, 3f]),
            Labels = harness.Place("labels", 5, [2, 2, 0, 1, 3]), K = 2, Output = harness.PlaceOutput("in top k", 5),
        };

        harness.Run(operation);

        Assert.Equal([1, 0, 0, 0, 0], harness.Read(operation.Output));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 1000, 100, 5);
}
