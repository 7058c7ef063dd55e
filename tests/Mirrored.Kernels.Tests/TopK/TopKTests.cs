namespace Mirrored;

public abstract class TopKTests(TestDevice device) : OperationTests(device)
{
    internal static TopKOperation Place(OperationHarness harness, int rows, int columns, int k) => new()
    {
        Input = harness.Place("x", [rows, columns], [.. TestData.Labels(columns, rows * columns, 9).Select(v => (float)v)]), K = k,
        Output = harness.PlaceOutput("y", [rows, columns]),
    };

    [Fact]
    public void Launch_WithEqualNumbers_KeepsTheFirstOfTheLargest()
    {
        for (int columns = 1; columns <= 70; columns++)
        {
            using OperationHarness harness = NewHarness();
            TopKOperation operation = Place(harness, 7, columns, 3);

            harness.Run(operation);

            float[] expected = [.. harness.Read(operation.Input).Chunk(columns).SelectMany(row =>
            {
                int[] kept = [.. Enumerable.Range(0, columns).OrderByDescending(c => row[c]).ThenBy(c => c).Take(3)];
                return row.Select((x, c) => kept.Contains(c) ? x : float.NegativeInfinity);
            })];
            Assert.Equal(expected, harness.Read(operation.Output));
        }
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 300, 50, 5);
}
