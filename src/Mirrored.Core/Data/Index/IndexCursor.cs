namespace Mirrored;

/// <summary>Walks through an index-only pipeline, one epoch at a time; allocates nothing after it was made.</summary>
internal sealed class IndexCursor
{
    private readonly IndexStream _stream;

    internal IndexCursor(IndexStream stream, int epoch)
    {
        _stream = stream;
        Restart(epoch);
    }

    /// <summary>The epoch that the cursor is in.</summary>
    public int Epoch { get; private set; }

    /// <summary>Writes the row numbers of the next element of the pipeline: a batch, if it has a Batch.</summary>
    /// <param name="rows">Room for the pipeline's <see cref="IndexPipeline.BatchSize"/> numbers.</param>
    /// <returns>How many were written; 0 at the end of the epoch, and from then on.</returns>
    /// <exception cref="ArgumentException"><paramref name="rows"/> is too short.</exception>
    public int Next(Span<int> rows)
    {
        if (rows.Length < _stream.Width)
            throw new ArgumentException($"An element has up to {_stream.Width} rows, got room for {rows.Length}.", nameof(rows));
        return _stream.Next(rows);
    }

    /// <summary>Goes to the start of an epoch; the order of the rows depends on its number only.</summary>
    /// <param name="epoch">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public void Restart(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        _stream.Restart(epoch);
    }

    /// <summary>Goes to an element of an epoch without reading those before; only row numbers are counted through.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="element">From 0; beyond the last one is the end of the epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public void Seek(int epoch, long element)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(element);
        Restart(epoch);
        _stream.Skip(element);
    }
}
