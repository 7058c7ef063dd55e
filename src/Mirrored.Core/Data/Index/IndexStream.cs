namespace Mirrored;

/// <summary>One stage of an index-only pipeline at work: hands out elements as row numbers, allocates nothing.</summary>
/// <remarks>The methods that run once per row skip tiered compilation: in the first epoch it would cost more than it gains in
/// all others.</remarks>
internal abstract class IndexStream
{
    private int[]? _unread;

    /// <summary>The most rows that one element has: 1 before Batch, the batch size after it.</summary>
    public abstract int Width { get; }

    /// <summary>Writes the row numbers of the next element, at most <see cref="Width"/>.</summary>
    /// <returns>How many they are; 0 at the end of the epoch.</returns>
    public abstract int Next(Span<int> rows);

    /// <summary>Goes to the start of an epoch, whatever was read before.</summary>
    public abstract void Restart(int epoch);

    /// <summary>Leaves out elements; stops at the end of the epoch.</summary>
    public virtual void Skip(long count)
    {
        _unread ??= new int[Width];
        while (count-- > 0 && Next(_unread) > 0)
        {
            // Only row numbers pass by: no data is read.
        }
    }
}
