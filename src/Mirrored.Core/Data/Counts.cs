namespace Mirrored;

/// <summary>How many elements an operation leaves, by tf.data's rules.</summary>
/// <remarks>Besides a count there are two answers: <see cref="Infinite"/> and <see cref="Unknown"/>.</remarks>
internal static class Counts
{
    public const long Infinite = -1;
    public const long Unknown = -2;

    public static long Batch(long count, int size, bool dropRemainder) =>
        count < 0 ? count : (count / size) + (dropRemainder || count % size == 0 ? 0 : 1);

    public static long Unbatch(long count, int size, bool fullBatches) =>
        count <= 0 ? count : fullBatches ? checked(count * size) : Unknown;

    /// <param name="count">The elements of one pass.</param>
    /// <param name="times">How many passes; negative for ever.</param>
    public static long Repeat(long count, long times) =>
        times == 0 || count == 0 ? 0 : times < 0 ? Infinite : count < 0 ? count : checked(count * times);

    /// <param name="count">The elements before.</param>
    /// <param name="most">How many to take; negative for all.</param>
    public static long Take(long count, long most) =>
        most < 0 || count == Unknown ? count : count == Infinite ? most : Math.Min(count, most);

    public static long Skip(long count, long first) => count < 0 ? count : Math.Max(0, count - first);

    public static long Shard(long count, int shards, int index) =>
        count < 0 ? count : (count / shards) + (index < count % shards ? 1 : 0);

    public static long Concatenate(long first, long second) =>
        first == Infinite || second == Infinite ? Infinite
        : first == Unknown || second == Unknown ? Unknown
        : checked(first + second);

    public static long Zip(long first, long second) =>
        first == Unknown || second == Unknown ? Unknown
        : first == Infinite ? second
        : second == Infinite ? first
        : Math.Min(first, second);
}
