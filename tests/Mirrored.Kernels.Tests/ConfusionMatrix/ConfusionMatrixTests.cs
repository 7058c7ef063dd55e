namespace Mirrored;

public abstract class ConfusionMatrixTests(TestDevice device) : OperationTests(device)
{
    internal static ConfusionMatrixOperation Place(OperationHarness harness, int rows, int classes, bool weighted = true) => new()
    {
        Labels = harness.Place("labels", rows, TestData.Labels(1, rows, classes)),
        Predictions = harness.Place("predictions", rows, TestData.Labels(2, rows, classes)),
        Weights = weighted ? harness.Place("weights", rows, TestData.Uniform(3, rows, 0, 2)) : null, Classes = classes,
        Accumulator = harness.Place("counts", classes * classes, [.. Enumerable.Range(0, classes * classes).Select(i => (double)i)]),
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Launch_AnyNumberOfRows_CountsPairsInOrder(bool weighted)
    {
        foreach ((int rows, int classes) in new[] { (0, 2), (1, 2), (100, 3), (500, 30), (40, 300) })
        {
            using OperationHarness harness = NewHarness();
            ConfusionMatrixOperation operation = Place(harness, rows, classes, weighted);

            harness.Run(operation);

            int[] labels = harness.Read<int>(operation.Labels), predictions = harness.Read<int>(operation.Predictions);
            double[] expected = [.. Enumerable.Range(0, classes * classes).Select(i => (double)i)];
            for (int i = 0; i < rows; i++)
                expected[(labels[i] * classes) + predictions[i]] += weighted ? harness.Read(operation.Weights!)[i] : 1;
            Assert.Equal(expected, harness.Read<double>(operation.Accumulator));
        }
    }

    [Fact]
    public void Launch_PairsOutsideTheMatrix_AreNotCounted()
    {
        using OperationHarness harness = NewHarness();
        ConfusionMatrixOperation operation = new()
        {
            Labels = harness.Place("labels", 4, [-1, 2, 0, 1]), Predictions = harness.Place("predictions", 4, [0, 0, 5, 1]), Classes = 2,
            Accumulator = harness.Place("counts", 4, new double[4]),
        };

        harness.Run(operation);

        Assert.Equal([0, 0, 0, 1], harness.Read<double>(operation.Accumulator));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 1000, 10);
}
