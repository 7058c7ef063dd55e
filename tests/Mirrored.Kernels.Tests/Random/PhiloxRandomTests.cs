namespace Mirrored;

public sealed class PhiloxRandomTests
{
    [Fact]
    public void NextUInt32_FromTheStart_WalksThroughTheBlocks()
    {
        PhiloxRandom random = new(seed: 42, stream: 3);

        uint[] words = [.. Enumerable.Range(0, 8).Select(_ => random.NextUInt32())];

        const uint Last = (1u << 30) + 3;
        Assert.Equal([.. PhiloxReference.Block(42, 0, 0, 0, Last), .. PhiloxReference.Block(42, 1, 0, 0, Last)], words);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(5ul)]
    [InlineData(8ul)]
    [InlineData((1ul << 34) + 2)]
    public void Constructor_Position_GoesOnFromThere(ulong position)
    {
        PhiloxRandom resumed = new(seed: 42, stream: 3, position);

        uint word = resumed.NextUInt32();

        ulong block = position / 4;
        uint[] expected = PhiloxReference.Block(42, (uint)block, (uint)(block >> 32), 0, (1u << 30) + 3);
        Assert.Equal(expected[position % 4], word);
        Assert.Equal(position + 1, resumed.Position);
    }

    [Fact]
    public void NextInt32_SmallBound_GivesEachNumberAboutAsOften()
    {
        const int Draws = 70_000, Bound = 7;
        PhiloxRandom random = new(seed: 1, stream: 0);
        int[] counts = new int[Bound];

        for (int i = 0; i < Draws; i++) counts[random.NextInt32(Bound)]++;

        // Each count is binomial: mean 10,000, standard deviation sqrt(70,000 * 1/7 * 6/7) = 92.6; 5 of them is 463.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 463, 10_000 + 463));
    }

    [Fact]
    public void NextInt32_BoundThatDoesNotDivideAllWords_HasNoBias()
    {
        // 2^32 words over 3 * 2^29 numbers are 8 for each 3: without rejection the numbers 0, 1 and 2 mod 3 would get
        // 3, 3 and 2 of 8 draws instead of a third each.
        const int Draws = 30_000, Bound = 3 << 29;
        PhiloxRandom random = new(seed: 2, stream: 0);
        int[] counts = new int[3];

        for (int i = 0; i < Draws; i++) counts[random.NextInt32(Bound) % 3]++;

        // Binomial: mean 10,000, standard deviation sqrt(30,000 * 1/3 * 2/3) = 81.6; 5 of them is 408.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 408, 10_000 + 408));
    }

    [Fact]
    public void NextInt32_BoundOfOne_IsZero() => Assert.Equal(0, new PhiloxRandom(0, 0).NextInt32(1));

    [Fact]
    public void NextInt32_LargestBound_StaysBelowIt()
    {
        PhiloxRandom random = new(seed: 3, stream: 0);
        for (int i = 0; i < 1000; i++) Assert.InRange(random.NextInt32(int.MaxValue), 0, int.MaxValue - 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void NextInt32_BoundBelowOne_Throws(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhiloxRandom(0, 0).NextInt32(bound));

    [Fact]
    public void Constructor_StreamOfTooManyBits_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhiloxRandom(0, 1u << 30));

    [Fact]
    public void Draws_AfterTheConstructor_AllocateNothing()
    {
        PhiloxRandom random = new(seed: 4, stream: 0);
        random.NextInt32(10);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) random.NextInt32(10);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
