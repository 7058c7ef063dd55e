namespace Mirrored;

public sealed class ShuffleRandomTests
{
    /// <summary>The known answers for philox4x32 with 10 rounds that are published with Random123.</summary>
    [Theory]
    [InlineData(0ul, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0ul, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x299f31d0_a4093822ul, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_PublishedCounter_GivesThePublishedWords(
        ulong key, uint c0, uint c1, uint c2, uint c3, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal((w0, w1, w2, w3), ShuffleRandom.Block(key, c0, c1, c2, c3));

    [Fact]
    public void NextWord_WalksThroughTheBlocksOfSeedEpochAndStream()
    {
        var random = new ShuffleRandom(seed: 5, epoch: 7, stream: 11);
        for (uint block = 0; block < 3; block++)
        {
            var (w0, w1, w2, w3) = ShuffleRandom.Block(5, block, 0, 7, 11);
            Assert.Equal((w0, w1, w2, w3), (random.NextWord(), random.NextWord(), random.NextWord(), random.NextWord()));
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
