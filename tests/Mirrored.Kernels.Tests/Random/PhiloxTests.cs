using System.Runtime.Intrinsics;

namespace Mirrored;

public sealed unsafe class PhiloxTests
{
    /// <summary>The known answers for philox4x32 with 10 rounds that are published with Random123.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Draw_PublishedCounter_GivesThePublishedWords(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3)
    {
        ulong key = k0 | ((ulong)k1 << 32);
        uint* words = stackalloc uint[4];

        Philox.Draw(key, c0, c1, c2, c3, words);

        Assert.Equal([w0, w1, w2, w3], new ReadOnlySpan<uint>(words, 4).ToArray());
        Assert.Equal([w0, w1, w2, w3], PhiloxReference.Block(key, c0, c1, c2, c3));
    }

    [Fact]
    public void Draw_OneLane_GivesTheWordsInOrder() => CheckLanes<SimdPortable, float, uint>();

    [Fact]
    public void Draw_FourLanes_GivesTheWordsInOrder() => CheckLanes<Simd128, Vector128<float>, Vector128<uint>>();

    [Fact]
    public void Draw_EightLanes_GivesTheWordsInOrder() => CheckLanes<Simd256, Vector256<float>, Vector256<uint>>();

    [Fact]
    public void Draw_SixteenLanes_GivesTheWordsInOrder() => CheckLanes<Simd512, Vector512<float>, Vector512<uint>>();

    private static void CheckLanes<TSimd, TFloat, TInt>()
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        const ulong Key = 0x0123456789ABCDEF;
        // Near the end of the 32-bit numbers, so that a group's number wraps around.
        const uint FirstGroup = uint.MaxValue - 5;
        uint* words = stackalloc uint[4 * TSimd.Width];

        Philox.Draw<TSimd, TFloat, TInt>(Key, FirstGroup, 7, 8, 9, words);

        for (int lane = 0; lane < TSimd.Width; lane++)
            Assert.Equal(
                PhiloxReference.Block(Key, unchecked(FirstGroup + (uint)lane), 7, 8, 9),
                new ReadOnlySpan<uint>(words + 4 * lane, 4).ToArray());
    }
}
