using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>All but the first elements of an epoch.</summary>
internal sealed class SkipStream(IndexStream input, long first) : IndexStream
{
    private bool _begun;

    public override int Width => input.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        if (!_begun) Skip(0);
        return input.Next(rows);
    }

    public override void Restart(int epoch)
    {
        input.Restart(epoch);
        _begun = false;
    }

    public override void Skip(long count)
    {
        if (!_begun) input.Skip(first);
        _begun = true;
        input.Skip(count);
    }
}
