namespace Mirrored;

public sealed class ShuffleRandomTests
{
    [Fact]
    public unsafe void NextWord_WalksThroughTheBlocksOfSeedEpochAndStream()
    {
        var random = new ShuffleRandom(seed: 5, epoch: 7, stream: 11);
        uint* words = stackalloc uint[Philox.Words];
        for (uint block = 0; block < 3; block++)
        {
            Philox.Draw(5, block, 0, 7, 11, words);
            for (int i = 0; i < Philox.Words; i++) Assert.Equal(words[i], random.NextWord());
        }
    }

    [Fact]
    public void Next_LargeBound_FavoursNoResidue()
    {
        // 2^32 words on 3 * 2^29 numbers: without rejection every third number gets two words, the others three.
        var random = new ShuffleRandom(1, 0, 0);
        var counts = new int[3];
        for (int i = 0; i < 30_000; i++) counts[random.Next(3 << 29) % 3]++;

        Assert.InRange(ChiSquare.OfUniform(counts), 0, ChiSquare.Bound(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Next_SmallBound_GivesEveryNumberAlike(int bound)
    {
        var random = new ShuffleRandom(2, 0, 0);
        var counts = new int[bound];
        for (int i = 0; i < 200 * bound; i++) counts[random.Next(bound)]++;

        Assert.InRange(ChiSquare.OfUniform(counts), 0, ChiSquare.Bound(Math.Max(bound - 1, 1)));
    }
}
