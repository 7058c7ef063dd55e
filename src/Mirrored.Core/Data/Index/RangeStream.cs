using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The source of every pipeline: rows 0, 1, 2, ...</summary>
internal sealed class RangeStream(int count) : IndexStream
{
    private int _next;

    public override int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        if (_next == count) return 0;
        rows[0] = _next++;
        return 1;
    }

    public override void Restart(int epoch) => _next = 0;

    public override void Skip(long elements) => _next = (int)Math.Min(count, _next + elements);
}
