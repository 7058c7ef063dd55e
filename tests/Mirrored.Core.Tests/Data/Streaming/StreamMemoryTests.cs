namespace Mirrored;

/// <summary>Counts the memory of the whole process, so nothing else may run.</summary>
[Collection(nameof(EndingTests))]
public sealed class StreamMemoryTests
{
    /// <summary>What a garbage collection may leave of short-lived objects, far below the ten million elements' 240 MB.</summary>
    private const long HeapTolerance = 16L << 20;

    [Fact]
    public void TenMillionElements_Stream_InConstantMemory()
    {
        Dataset<long> dataset = Dataset.Range(10_000_000).Filter(i => i % 10 != 3).Map(i => i + 1).Shuffle(1000);
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0, count = 0;

        foreach (long _ in dataset)
            if (++count % 1_000_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);

        Assert.Equal(9_000_000, count);
        Assert.InRange(most, long.MinValue, HeapTolerance);
    }
}
