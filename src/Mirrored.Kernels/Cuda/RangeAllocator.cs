namespace Mirrored;

/// <summary>Cuts pieces out of one range and takes them back; the first gap that is large enough is used.</summary>
internal sealed class RangeAllocator
{
    private readonly SortedList<long, long> _gaps = []; // start, length
    private readonly Dictionary<long, long> _taken = [];

    public RangeAllocator(long length)
    {
        Length = length;
        _gaps.Add(0, length);
    }

    /// <summary>The size of the range.</summary>
    public long Length { get; }

    /// <summary>The largest piece that can be taken.</summary>
    public long LargestFree => _gaps.Count == 0 ? 0 : _gaps.Values.Max();

    /// <summary>Takes a piece.</summary>
    /// <returns>False when no gap is large enough.</returns>
    public bool TryTake(long length, out long start)
    {
        foreach ((long gap, long free) in _gaps)
        {
            if (free < length) continue;
            _gaps.Remove(gap);
            if (free > length) _gaps.Add(gap + length, free - length);
            _taken.Add(gap, length);
            start = gap;
            return true;
        }

        start = 0;
        return false;
    }

    /// <summary>Takes a piece back and joins it with the gaps beside it.</summary>
    public void Free(long start)
    {
        if (!_taken.Remove(start, out long length)) throw new ArgumentException($"Nothing was taken at {start}.", nameof(start));
        _gaps.Add(start, length);
        int index = _gaps.IndexOfKey(start);
        if (index + 1 < _gaps.Count && _gaps.GetKeyAtIndex(index + 1) == start + length) Join(index);
        if (index > 0 && _gaps.GetKeyAtIndex(index - 1) + _gaps.GetValueAtIndex(index - 1) == start) Join(index - 1);
    }

    /// <summary>Makes a gap and the one behind it one.</summary>
    private void Join(int index)
    {
        _gaps.SetValueAtIndex(index, _gaps.GetValueAtIndex(index) + _gaps.GetValueAtIndex(index + 1));
        _gaps.RemoveAt(index + 1);
    }
}
