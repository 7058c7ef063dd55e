namespace Mirrored;

public abstract class RestoreSumsTests(TestDevice device) : OperationTests(device)
{
    internal static (RestoreSumsOperation Operation, PlanTensor Sums, PlanTensor Kept, PlanTensor Record) Place(OperationHarness harness, int count)
    {
        PlanTensor sums = harness.Place("sums", count, [.. Enumerable.Range(0, count).Select(i => i + 0.5)]);
        PlanTensor kept = harness.Place("kept", count, [.. Enumerable.Range(0, count).Select(i => -i - 0.25)]);
        PlanTensor record = harness.Place("record", 3, new double[3]);
        return (new RestoreSumsOperation
        {
            Sums = harness.Address(sums), Kept = harness.Address(kept), Count = count, Record = harness.Address(record),
        }, sums, kept, record);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(700)]
    public void Launch_StepThatCounts_KeepsTheSums(int count)
    {
        using OperationHarness harness = NewHarness();
        (RestoreSumsOperation operation, PlanTensor sums, PlanTensor kept, _) = Place(harness, count);

        harness.Run(operation, writes: [kept]);

        Assert.Equal(harness.Read<double>(sums), harness.Read<double>(kept));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(700)]
    public void Launch_SkippedStep_RestoresTheSumsAndCounts(int count)
    {
        using OperationHarness harness = NewHarness();
        (RestoreSumsOperation operation, PlanTensor sums, PlanTensor kept, PlanTensor record) = Place(harness, count);
        harness.State.Skip = 1;
        PreparedOperation prepared = harness.Prepare(operation);

        harness.Launch(prepared);
        harness.Launch(prepared);

        harness.Check([sums, record]);
        Assert.Equal(harness.Read<double>(kept), harness.Read<double>(sums));
        Assert.Equal(2, BitConverter.DoubleToInt64Bits(harness.Read<double>(record)[NonFiniteRecord.Skipped]));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 12).Operation;
}
