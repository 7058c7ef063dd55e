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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Launch_RoundedSources_AddsInFloat32AndRoundsOnce(int sources)
    {
        const int Count = 257;
        using OperationHarness harness = NewHarness();
        ushort[][] x = [.. Enumerable.Range(0, sources).Select(i => TestData.Uniform(i, Count).Select(BFloat16.Round).ToArray())];
        PlanTensor[] ranges = [.. x.Select((values, i) => harness.Place($"range {i}", Count, values))];
        PlanTensor rounded = harness.PlaceOutput("rounded", Count, DType.BFloat16), exact = harness.PlaceOutput("exact", Count);

        harness.Run(Reduce(harness, ranges, [rounded], 0, Count), writes: [rounded]);
        harness.Run(Reduce(harness, ranges, [exact], 0, Count), writes: [rounded, exact]);

        float[][] wide = [.. x.Select(values => values.Select(BFloat16.Widen).ToArray())];
        float[] expected =
        [
            .. Enumerable.Range(0, Count).Select(i => sources == 8
                ? ((wide[0][i] + wide[1][i]) + (wide[2][i] + wide[3][i])) + ((wide[4][i] + wide[5][i]) + (wide[6][i] + wide[7][i]))
                : wide.Skip(1).Aggregate(wide[0][i], (sum, y) => sum + y[i])),
        ];
        Expect.SameBits(expected, harness.Read(exact), $"{sources} sources");
        Assert.Equal(expected.Select(BFloat16.Round), harness.Read<ushort>(rounded));
    }

    [Fact]
    public void Launch_ToRounded_TakesTheNearestAndTheEvenOfTwo()
    {
        float[] values =
        [
            1, -1, 0, 1 + (1 / 256f), 1 + (3 / 256f), 1 + (1 / 256f) + (1 / 65536f), float.MaxValue, float.PositiveInfinity,
            float.NegativeInfinity, float.NaN, float.Epsilon, -1e-40f,
        ];
        ushort[] expected = [0x3F80, 0xBF80, 0, 0x3F80, 0x3F82, 0x3F81, 0x7F80, 0x7F80, 0xFF80, 0x7FC0, 0, 0x8001];
        using OperationHarness harness = NewHarness();
        PlanTensor input = harness.Place("input", values.Length, values);
        PlanTensor output = harness.PlaceOutput("output", values.Length, DType.BFloat16);

        harness.Run(Reduce(harness, [input], [output], 0, values.Length), writes: [output]);

        ushort[] found = harness.Read<ushort>(output);
        Assert.Equal(expected.Select(bits => bits & 0x7FFF), found.Select(bits => bits & 0x7FFF)); // A NaN's sign is free.
        Assert.Equal(0x8000, found[1] & 0x8000);
    }

    [Fact]
    public void Prepare_OtherTypes_Throws()
    {
        using OperationHarness harness = NewHarness();
        PlanTensor words = harness.PlaceOutput("words", 4, DType.Int32), sum = harness.PlaceOutput("sum", 4);

        Assert.Throws<ArgumentException>(() => harness.Prepare(Reduce(harness, [words], [sum], 0, 4)));
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
            SourceType = sources.Length == 0 ? DType.Float32 : sources[0].DType,
            DestinationType = destinations[0].DType,
        };
}
