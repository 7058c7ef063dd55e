using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Every n-th element of an epoch.</summary>
internal sealed class ShardStream(IndexStream input, int shards, int index) : IndexStream
{
    private bool _begun;

    public override int Width => input.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        input.Skip(_begun ? shards - 1 : index);
        _begun = true;
        return input.Next(rows);
    }

    public override void Restart(int epoch)
    {
        input.Restart(epoch);
        _begun = false;
    }
}
