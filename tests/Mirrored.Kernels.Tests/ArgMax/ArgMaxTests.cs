namespace Mirrored;

public abstract class ArgMaxTests(TestDevice device) : OperationTests(device)
{
    internal static ArgMaxOperation Place(OperationHarness harness, int rows, int columns) => new()
    {
        Input = harness.Place("x", [rows, columns], TestData.Uniform(columns, (long)rows * columns)),
        Output = harness.PlaceOutput("classes", rows, DType.Int32),
    };

    [Fact]
    public void Launch_AnyNumberOfColumns_FindsTheLargest()
    {
        for (int columns = 1; columns <= 257; columns += 4)
        {
            using OperationHarness harness = NewHarness();
            ArgMaxOperation operation = Place(harness, 20, columns);

            harness.Run(operation);

            int[] expected = [.. harness.Read(operation.Input).Chunk(columns).Select(row => Array.IndexOf(row, row.Max()))];
            Assert.Equal(expected, harness.Read<int>(operation.Output));
        }
    }

    [Fact]
    public void Launch_EqualNumbersAndNone_TakesTheFirst()
    {
        using OperationHarness harness = NewHarness();
        ArgMaxOperation operation = new()
        {
            Input = harness.Place("x", [3, 3], [1f, 2f, 2f, float.NaN, -1f, -1f, float.NaN, float.NaN, float.NaN]),
            Output = harness.PlaceOutput("classes", 3, DType.Int32),
        };

        harness.Run(operation);

        Assert.Equal([1, 1, 0], harness.Read<int>(operation.Output));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 1000, 100);
}
