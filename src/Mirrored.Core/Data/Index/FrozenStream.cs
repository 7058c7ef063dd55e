namespace Mirrored;

/// <summary>Cache: the order of the first epoch in all epochs.</summary>
/// <remarks>The rows are in memory already; what tf.data's cache does besides keeping data is to freeze shuffles before it.</remarks>
internal sealed class FrozenStream(IndexStream input) : IndexStream
{
    public override int Width => input.Width;

    public override int Next(Span<int> rows) => input.Next(rows);

    public override void Restart(int epoch) => input.Restart(0);

    public override void Skip(long count) => input.Skip(count);
}
