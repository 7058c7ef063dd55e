using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Philox4x32-10: a function from a 64-bit key and a 128-bit counter to four random 32-bit words.</summary>
/// <remarks>Without state, so that the number for an element depends on nothing but its own position.
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</remarks>
internal static unsafe class Philox
{
    /// <summary>The words that one block of four counter words gives.</summary>
    public const int Words = 4;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;

    // The golden ratio and the square root of three less one, by which the two halves of the key grow each round.
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The four words of the counter <c>(c0, c1, c2, c3)</c>, into <paramref name="words"/>.</summary>
    public static void Draw(ulong key, uint c0, uint c1, uint c2, uint c3, uint* words) =>
        Draw<SimdPortable, float, uint>(key, c0, c1, c2, c3, words);

    /// <summary>The words of as many counters as there are lanes: <c>(firstGroup + l, c1, c2, c3)</c> for each lane
    /// <c>l</c>, those of the first one first; <paramref name="words"/> has room for four times the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw<TSimd, TFloat, TInt>(
        ulong key, uint firstGroup, uint c1, uint c2, uint c3, uint* words)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TInt x0 = TSimd.AddInt(TSimd.BroadcastInt(firstGroup), TSimd.GroupSequence);
        TInt x1 = TSimd.BroadcastInt(c1);
        TInt x2 = TSimd.BroadcastInt(c2);
        TInt x3 = TSimd.BroadcastInt(c3);
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            TInt high0 = TSimd.MultiplyWide(x0, Multiplier0, out TInt low0);
            TInt high1 = TSimd.MultiplyWide(x2, Multiplier1, out TInt low1);
            x0 = TSimd.Xor(TSimd.Xor(high1, x1), TSimd.BroadcastInt(key0));
            x1 = low1;
            x2 = TSimd.Xor(TSimd.Xor(high0, x3), TSimd.BroadcastInt(key1));
            x3 = low0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        TSimd.Transpose4(ref x0, ref x1, ref x2, ref x3);
        TSimd.StoreInt(words, x0);
        TSimd.StoreInt(words + TSimd.Width, x1);
        TSimd.StoreInt(words + 2 * TSimd.Width, x2);
        TSimd.StoreInt(words + 3 * TSimd.Width, x3);
    }
}
