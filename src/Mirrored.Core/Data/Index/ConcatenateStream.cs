using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>One pipeline behind another over the same arrays.</summary>
internal sealed class ConcatenateStream(IndexStream first, IndexStream second) : IndexStream
{
    private bool _firstIsDone;

    public override int Width => Math.Max(first.Width, second.Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        if (!_firstIsDone && first.Next(rows) is > 0 and int count) return count;
        _firstIsDone = true;
        return second.Next(rows);
    }

    public override void Restart(int epoch)
    {
        first.Restart(epoch);
        second.Restart(epoch);
        _firstIsDone = false;
    }
}
