namespace Mirrored;

/// <summary>One stage of an index-only pipeline at work: hands out elements as row numbers, allocates nothing.</summary>
/// <remarks>The methods that run once per row skip tiered compilation: in the first epoch it would cost more than it gains in
/// all others.</remarks>
internal abstract class IndexStream
{
    /// <summary>The most rows that one element has: 1 before Batch, the batch size after it.</summary>
    public abstract int Width { get; }

    /// <summary>Writes the row numbers of the next element, at most <see cref="Width"/>.</summary>
    /// <returns>How many they are; 0 at the end of the epoch.</returns>
    public abstract int Next(Span<int> rows);

    /// <summary>Goes to the start of an epoch, whatever was read before.</summary>
    public abstract void Restart(int epoch);
}
