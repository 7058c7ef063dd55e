namespace Mirrored;

public abstract class SparseAccuracyTests(TestDevice device) : OperationTests(device)
{
    internal static SparseAccuracyOperation Place(OperationHarness harness, int rows, int columns) => new()
    {
        Predictions = harness.Place(
            "predictions", [rows, columns], TestData.Uniform(rows + columns, (long)rows * columns)),
        Labels = harness.Place("labels", rows, TestData.Labels(rows + columns, rows, columns)),
        Correct = harness.PlaceOutput("correct", rows),
    };

    [Fact]
    public void Launch_AnyNumberOfColumns_ComparesTheLargest()
    {
        for (int columns = 1; columns <= 257; columns++) Check(20, columns);
    }

    [Fact]
    public void Launch_AnyNumberOfRows_ComparesTheLargest()
    {
        for (int rows = 0; rows <= 257; rows++) Check(rows, 4);
    }

    [Fact]
    public void Launch_EqualPredictions_TakesTheFirst()
    {
        float[] predictions = [1, 2, 2, 0, /**/ 1, 2, 2, 0, /**/ 0, 0, 0, 0, /**/ -0f, 0, 0, 0];

        Assert.Equal([1, 0, 1, 1], Run(predictions, [1, 2, 0, 0]));
    }

    [Fact]
    public void Launch_NotANumberInTheRow_IsNeverRight()
    {
        float[] predictions = [float.NaN, 1, /**/ 1, float.NaN, /**/ float.NaN, float.NaN];

        Assert.Equal([0, 0, 0], Run(predictions, [1, 0, 0]));
    }

    [Fact]
    public void Launch_LabelOutsideTheRow_IsNeverRight() =>
        Assert.Equal([0, 0, 0, 0, 1], Run([5, 5, 5, 5, 5], [1, -1, int.MinValue, int.MaxValue, 0]));

    [Fact]
    public void Prepare_FloatLabels_Throws()
    {
        using OperationHarness harness = NewHarness();
        SparseAccuracyOperation operation = new()
        {
            Predictions = harness.PlaceOutput("predictions", [2, 3]),
            Labels = harness.PlaceOutput("labels", 2),
            Correct = harness.PlaceOutput("correct", 2),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal(
            "SparseAccuracy: labels (2,) Float32 does not fit; expected 2 rows of 1 elements of Int32.", error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 2000, 100);

    private void Check(int rows, int columns)
    {
        using OperationHarness harness = NewHarness();
        SparseAccuracyOperation operation = Place(harness, rows, columns);

        harness.Run(operation);

        float[][] predictions = [.. harness.Read(operation.Predictions).Chunk(columns)];
        float[] expected = [.. harness.Read<int>(operation.Labels).Select((label, row) =>
            Array.IndexOf(predictions[row], predictions[row].Max()) == label ? 1f : 0f)];
        Assert.Equal(expected, harness.Read(operation.Correct));
    }

    private float[] Run(float[] predictions, int[] labels)
    {
        using OperationHarness harness = NewHarness();
        SparseAccuracyOperation operation = new()
        {
            Predictions = harness.Place(
                "predictions", [labels.Length, predictions.Length / labels.Length], predictions),
            Labels = harness.Place("labels", labels.Length, labels),
            Correct = harness.PlaceOutput("correct", labels.Length),
        };
        harness.Run(operation);
        return harness.Read(operation.Correct);
    }
}
