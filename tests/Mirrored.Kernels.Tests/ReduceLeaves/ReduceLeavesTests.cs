namespace Mirrored;

public abstract class ReduceLeavesTests(TestDevice device) : OperationTests(device)
{
    internal static ReduceLeavesOperation Place(OperationHarness harness, int sources, int length, int start, int count)
    {
        PlanTensor[] ranges = PlaceRanges(harness, sources, length);
        return Reduce(harness, ranges, [ranges[0]], start, count);
    }

    [Fact]
    public void Launch_EightSources_SumsAsATree()
    {
        for (int count = 0; count <= 257; count++)
        {
            using OperationHarness harness = NewHarness();
            PlanTensor[] leaves = PlaceRanges(harness, 8, count);
            PlanTensor sum = harness.PlaceOutput("sum", count);

            harness.Run(Reduce(harness, leaves, [sum], 0, count), writes: [sum]);

            float[][] x = [.. leaves.Select(harness.Read)];
            float[] expected =
            [
                .. Enumerable.Range(0, count).Select(i =>
                    ((x[0][i] + x[1][i]) + (x[2][i] + x[3][i])) + ((x[4][i] + x[5][i]) + (x[6][i] + x[7][i]))),
            ];
            Expect.SameBits(expected, harness.Read(sum), $"{count} elements");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(9)]
    public void Launch_OtherNumberOfSources_SumsOneAfterTheOther(int sources)
    {
        const int Count = 100;
        using OperationHarness harness = NewHarness();
        PlanTensor[] ranges = PlaceRanges(harness, sources, Count);
        PlanTensor sum = harness.PlaceOutput("sum", Count);

        harness.Run(Reduce(harness, ranges, [sum], 0, Count), writes: [sum]);

        float[][] x = [.. ranges.Select(harness.Read)];
        float[] expected =
            [.. Enumerable.Range(0, Count).Select(i => x.Skip(1).Aggregate(x[0][i], (sum, y) => sum + y[i]))];
        Expect.SameBits(expected, harness.Read(sum), $"{sources} sources");
    }

    [Fact]
    public void Launch_SliceIntoItsOwnSources_ChangesOnlyTheSlice()
    {
        const int Length = 100, Start = 13, Count = 50;
        using OperationHarness harness = NewHarness();
        PlanTensor[] replicas = PlaceRanges(harness, 4, Length);
        ReduceLeavesOperation operation = Reduce(harness, replicas, replicas, Start, Count);
        float[][] before = [.. Enumerable.Range(0, 4).Select(replica => TestData.Uniform(replica, Length))];

        harness.Run(operation, writes: replicas);

        for (int replica = 0; replica < 4; replica++)
        {
            float[] expected = [.. before[replica]];
            for (int i = Start; i < Start + Count; i++)
                expected[i] = before[0][i] + before[1][i] + before[2][i] + before[3][i];
            Expect.SameBits(expected, harness.Read(replicas[replica]), $"replica {replica}");
        }
    }

    [Fact]
    public void Prepare_NoSources_Throws()
    {
        using OperationHarness harness = NewHarness();
        PlanTensor sum = harness.PlaceOutput("sum", 4);

        Assert.Throws<ArgumentException>(() => harness.Prepare(Reduce(harness, [], [sum], 0, 4)));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 8, 20_000, 5, 19_990);

    private static PlanTensor[] PlaceRanges(OperationHarness harness, int ranges, int length) =>
    [
        .. Enumerable.Range(0, ranges).Select(i => harness.Place($"range {i}", length, TestData.Uniform(i, length))),
    ];

    private static ReduceLeavesOperation Reduce(
        OperationHarness harness, PlanTensor[] sources, PlanTensor[] destinations, long start, long count) => new()
        {
            Sources = [.. sources.Select(harness.Address)],
            Destinations = [.. destinations.Select(harness.Address)],
            Start = start,
            Count = count,
        };
}
