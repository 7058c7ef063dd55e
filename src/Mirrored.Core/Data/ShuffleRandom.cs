using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Random integers as a pure function of (seed, epoch, stream): Philox4x32-10 in counter order.</summary>
/// <remarks>Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011).</remarks>
internal struct ShuffleRandom
{
    private const uint Multiplier0 = 0xD251_1F53;
    private const uint Multiplier1 = 0xCD9E_8D57;
    private const uint Weyl0 = 0x9E37_79B9;
    private const uint Weyl1 = 0xBB67_AE85;
    private const int Rounds = 10;
    private const int WordsPerBlock = 4;

    private readonly ulong _seed;
    private readonly uint _epoch;
    private readonly uint _stream;
    private ulong _block;
    private uint _word0;
    private uint _word1;
    private uint _word2;
    private uint _word3;
    private int _unused;

    /// <summary>Starts at the first number of a stream; two streams of one seed and epoch share no counter.</summary>
    public ShuffleRandom(ulong seed, int epoch, uint stream)
    {
        _seed = seed;
        _epoch = (uint)epoch;
        _stream = stream;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, each exactly as likely.</summary>
    /// <remarks>Lemire's multiply and reject: Fast Random Integer Generation in an Interval (2019).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int bound)
    {
        uint range = (uint)bound;
        ulong product = (ulong)NextWord() * range;
        if ((uint)product < range)
        {
            uint biased = unchecked(0u - range) % range;
            while ((uint)product < biased) product = (ulong)NextWord() * range;
        }

        return (int)(product >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint NextWord()
    {
        if (_unused == 0)
        {
            (_word0, _word1, _word2, _word3) =
                Block(_seed, (uint)_block, (uint)(_block >> 32), _epoch, _stream);
            _block++;
            _unused = WordsPerBlock;
        }

        uint word = _word0;
        (_word0, _word1, _word2) = (_word1, _word2, _word3);
        _unused--;
        return word;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (uint, uint, uint, uint) Block(ulong key, uint c0, uint c1, uint c2, uint c3)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            unchecked
            {
                k0 += Weyl0;
                k1 += Weyl1;
            }
        }

        return (c0, c1, c2, c3);
    }
}
