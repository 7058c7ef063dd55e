using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>tf.data's shuffle: a buffer from which random elements leave, refilled from the input while there is any.</summary>
internal sealed class ShuffleStream : IndexStream
{
    // Keeps these draws apart from everything else that a model draws from the same seed.
    internal const uint StreamBase = 0x5348_0000;

    // The buffer grows to what there is: nobody knows how much that will be behind an Unbatch or an endless Repeat.
    private const int FirstCapacity = 1 << 16;

    private readonly IndexStream _input;
    private readonly ulong _seed;
    private readonly uint _stream;
    private readonly bool _reshuffle;
    private readonly int _capacity;
    private int[] _rows;
    private int[] _lengths;
    private ShuffleRandom _random;
    private int _held;
    private bool _filled;

    /// <param name="input">What is shuffled.</param>
    /// <param name="capacity">The buffer's size in elements; more than the input has makes no difference.</param>
    /// <param name="seed">The key of all draws.</param>
    /// <param name="position">How many shuffles come before this one in the pipeline.</param>
    /// <param name="reshuffle">True draws anew each epoch, false repeats epoch 0.</param>
    public ShuffleStream(IndexStream input, int capacity, ulong seed, int position, bool reshuffle)
    {
        _input = input;
        _seed = seed;
        _stream = StreamBase + (uint)position;
        _reshuffle = reshuffle;
        _capacity = capacity;
        int first = Math.Min(capacity, FirstCapacity);
        _rows = new int[checked(first * input.Width)];
        _lengths = new int[first];
    }

    public override int Width => _input.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        if (!_filled) Fill();
        if (_held == 0) return 0;

        int slot = _random.Next(_held);
        int length = _lengths[slot];
        Slot(slot)[..length].CopyTo(rows);
        Refill(slot);
        return length;
    }

    public override void Restart(int epoch)
    {
        _input.Restart(epoch);
        _random = new ShuffleRandom(_seed, _reshuffle ? epoch : 0, _stream);
        _held = 0;
        _filled = false;
    }

    private void Fill()
    {
        _filled = true;
        while (_held < _capacity)
        {
            if (_held == _lengths.Length) Grow();
            if ((_lengths[_held] = _input.Next(Slot(_held))) == 0) return;
            _held++;
        }
    }

    private void Grow()
    {
        int size = (int)Math.Min(_capacity, 2L * _lengths.Length);
        Array.Resize(ref _rows, checked(size * Width));
        Array.Resize(ref _lengths, size);
    }

    // Once the input is at its end the last element moves into the gap, so the buffer drains in random order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Refill(int slot)
    {
        _lengths[slot] = _input.Next(Slot(slot));
        if (_lengths[slot] > 0) return;
        _held--;
        _lengths[slot] = _lengths[_held];
        Slot(_held).CopyTo(Slot(slot));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<int> Slot(int slot) => _rows.AsSpan(slot * Width, Width);
}
