namespace Mirrored;

/// <summary>A sequence of random numbers on the host: the words of <see cref="Philox"/> one after the other.</summary>
/// <remarks>Word <c>n</c> of the sequence is word <c>n mod 4</c> of key <c>seed</c> and counter
/// <c>(lower half of n / 4, upper half of n / 4, 0, 2^30 + stream)</c>. Bit 30 keeps it apart from dropout, whose last word
/// is a layer's position; bit 31 belongs to the initial weights. Not for several threads at once.</remarks>
internal sealed unsafe class PhiloxRandom
{
    private const uint StreamBit = 1u << 30;

    private readonly uint[] _words = new uint[Philox.Words];
    private readonly ulong _seed;
    private readonly uint _stream;

    /// <summary>Begins a sequence, or goes on with one.</summary>
    /// <param name="seed">The key.</param>
    /// <param name="stream">Keeps sequences of one seed apart; below 2^30.</param>
    /// <param name="position">How many words of the sequence were drawn before: where to go on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stream"/> is 2^30 or more.</exception>
    public PhiloxRandom(ulong seed, uint stream, ulong position = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stream, StreamBit);
        _seed = seed;
        _stream = stream;
        Position = position;
        if (position % Philox.Words != 0) Refill();
    }

    /// <summary>The number of words drawn so far; given to the constructor, the sequence goes on from there.</summary>
    public ulong Position { get; private set; }

    /// <summary>The next word, uniform over all 32-bit numbers.</summary>
    public uint NextUInt32()
    {
        int word = (int)(Position % Philox.Words);
        if (word == 0) Refill();
        Position++;
        return _words[word];
    }

    /// <summary>The next number below a bound, each exactly as likely as any other.</summary>
    /// <param name="bound">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is less than 1.</exception>
    /// <remarks>Source: Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019), algorithm 5.</remarks>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong product = (ulong)NextUInt32() * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            // The lowest 2^32 mod bound products of each interval are surplus: without them all intervals are as long.
            uint surplus = (uint)-bound % (uint)bound;
            while ((uint)product < surplus) product = (ulong)NextUInt32() * (uint)bound;
        }

        return (int)(product >> 32);
    }

    private void Refill()
    {
        ulong block = Position / Philox.Words;
        fixed (uint* words = _words)
            Philox.Draw(_seed, (uint)block, (uint)(block >> 32), 0, StreamBit + _stream, words);
    }
}
