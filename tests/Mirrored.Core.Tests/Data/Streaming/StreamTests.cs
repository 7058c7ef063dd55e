namespace Mirrored;

public sealed class StreamTests
{
    [Theory]
    [InlineData(0, 5, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(10, 0, -3)]
    [InlineData(-7, 9, 4)]
    [InlineData(long.MaxValue - 3, long.MaxValue, 2)]
    public void Range_AnyStep_HasTheNumbersOfALoop(long start, long stop, long step)
    {
        var expected = new List<long>();
        for (Int128 i = start; step > 0 ? i < stop : i > stop; i += step) expected.Add((long)i);

        Dataset<long> range = Dataset.Range(start, stop, step);

        Assert.Equal(expected, range);
        Assert.Equal(expected.Count, range.Cardinality);
    }

    [Fact]
    public void Zip_UnequalDatasets_StopsAtTheShorter()
    {
        Dataset<(long First, string Second)> pairs = Dataset.Zip(Dataset.Range(5), Dataset.FromEnumerable(new[] { "a", "b", "c" }));

        Assert.Equal([(0, "a"), (1, "b"), (2, "c")], pairs);
        Assert.Equal(3, pairs.Cardinality);
        Assert.Equal(5, Dataset.Zip(Dataset.Range(5), Dataset.Range(2).Repeat()).Cardinality);
        Assert.Equal(Dataset.UnknownCardinality, Dataset.Zip(Dataset.Range(5), Dataset.Range(2).Filter(_ => true)).Cardinality);
    }

    [Fact]
    public void Enumerate_FromANumber_CountsOn() =>
        Assert.Equal([(5, 10L), (6, 11L)], Dataset.Range(10, 12).Enumerate(5));

    [Fact]
    public void Map_AnyParallelism_KeepsTheOrderUnlessToldOtherwise()
    {
        long[] expected = [.. Enumerable.Range(0, 200).Select(i => (long)i * i)];
        long Square(long i)
        {
            if (i % 7 == 0) Thread.Yield();
            return i * i;
        }

        foreach (int? calls in new int?[] { null, 1, 2, 5, Dataset.AutoTune })
            Assert.Equal(expected, Dataset.Range(200).Map(Square, calls));
        Assert.Equal(expected, Dataset.Range(200).Map(Square, 4, deterministic: false).Order());
    }

    [Fact]
    public void Map_NotDeterministic_LetsFastElementsPass()
    {
        using var release = new ManualResetEventSlim();
        Dataset<long> dataset = Dataset.Range(4).Map(i =>
        {
            if (i == 0) Assert.True(release.Wait(TimeSpan.FromSeconds(60)));
            return i;
        }, numParallelCalls: 2, deterministic: false);
        var seen = new List<long>();

        foreach (long i in dataset)
        {
            seen.Add(i);
            if (i == 1) release.Set();
        }

        Assert.Equal(1, seen[0]);
        Assert.Equal([0L, 1L, 2L, 3L], seen.Order());
    }

    [Fact]
    public void Map_InParallel_RunsAsManyCallsAtOnce()
    {
        // Each call waits for another one: with fewer than two at once nothing would come.
        using var together = new Barrier(2);

        Assert.Equal(10, Dataset.Range(10).Map(i => together.SignalAndWait(TimeSpan.FromSeconds(60)), numParallelCalls: 2).Count(met => met));
    }

    [Fact]
    public void Prefetch_OfAFewElements_ReadsNoFurther()
    {
        int read = 0;
        Dataset<long> dataset = Dataset.Range(1000).Map(i =>
        {
            Interlocked.Increment(ref read);
            return i;
        }).Prefetch(3);

        using IEnumerator<long> elements = dataset.GetEnumerator();
        Assert.True(elements.MoveNext());

        // One was taken, three wait; a fifth would need a place.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref read) == 4, TimeSpan.FromSeconds(60)));
        Thread.Sleep(50);
        Assert.Equal(4, Volatile.Read(ref read));
    }

    [Fact]
    public void Cache_AfterACompletePass_ReadsNothingAgain()
    {
        int read = 0;
        Dataset<long> dataset = Dataset.Range(10).Map(i =>
        {
            read++;
            return i;
        }).Cache();

        Assert.Equal(5, dataset.Take(5).Count());
        Assert.Equal(5, read); // A pass that is not complete is not kept.
        Assert.Equal(10, dataset.Count());
        Assert.Equal(10, dataset.Shuffle(10).Repeat(3).Take(10).Count());
        Assert.Equal(15, read);
    }

    [Fact]
    public void Arguments_ThatMakeNoSense_AreRefused()
    {
        Dataset<long> range = Dataset.Range(3);

        Assert.Throws<ArgumentOutOfRangeException>(() => range.Repeat(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.Take(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.Skip(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.Shard(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.Shard(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.Map(i => i, numParallelCalls: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Range(0, 5, 0));
        Assert.Throws<ArgumentNullException>(() => range.Map<long>(null!));
        Assert.Throws<ArgumentNullException>(() => range.Filter(null!));
        Assert.Throws<ArgumentNullException>(() => range.Concatenate(null!));
        Assert.Throws<ArgumentNullException>(() => Dataset.FromEnumerable<int>(null!));
        Assert.Throws<ArgumentException>(() => new Batch(new float[3], new int[2]));
    }
}
