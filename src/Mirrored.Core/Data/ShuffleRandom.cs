using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Random integers as a pure function of (seed, epoch, stream): Philox4x32-10 in counter order.</summary>
/// <remarks>Bit 30 of the last counter word keeps it apart from dropout and from initial weights, see <see cref="Philox"/>.</remarks>
internal struct ShuffleRandom
{
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
            _unused = Philox.Words;
        }

        uint word = _word0;
        (_word0, _word1, _word2) = (_word1, _word2, _word3);
        _unused--;
        return word;
    }

    private static unsafe (uint, uint, uint, uint) Block(ulong key, uint c0, uint c1, uint c2, uint c3)
    {
        uint* words = stackalloc uint[Philox.Words];
        Philox.Draw(key, c0, c1, c2, c3, words);
        return (words[0], words[1], words[2], words[3]);
    }
}
