namespace Mirrored;

public abstract class AddPenaltyTests(TestDevice device) : OperationTests(device)
{
    internal static AddPenaltyOperation Place(OperationHarness harness, int count)
    {
        harness.State.GlobalRows = 7;
        return new AddPenaltyOperation
        {
            Sums = harness.Place("sums", count, TestData.Uniform(1, count).Select(x => (double)x).ToArray()),
            Accumulator = harness.Place("accumulator", 1, [10.0]),
        };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void Launch_FirstRowOfTheBatch_AddsRowsTimesTheSum(int count)
    {
        using OperationHarness harness = NewHarness();
        AddPenaltyOperation operation = Place(harness, count);

        harness.Run(operation);

        double[] lanes = new double[1024];
        float[] sums = TestData.Uniform(1, count);
        for (int i = 0; i < count; i++) lanes[i % 1024] += sums[i];
        for (int half = 512; half > 0; half /= 2)
            for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        Assert.Equal(10 + 7 * lanes[0], harness.Read<double>(operation.Accumulator)[0]);
    }

    [Fact]
    public void Launch_OtherRows_AddsNothing()
    {
        using OperationHarness harness = NewHarness();
        AddPenaltyOperation operation = Place(harness, 100);
        harness.State.FirstGlobalRow = 3;

        harness.Run(operation, writes: []);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 20_000);
}
