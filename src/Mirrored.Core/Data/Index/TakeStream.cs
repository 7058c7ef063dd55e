using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The first elements of an epoch.</summary>
internal sealed class TakeStream(IndexStream input, long most) : IndexStream
{
    private long _left;

    public override int Width => input.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        if (_left == 0) return 0;
        _left--;
        return input.Next(rows);
    }

    public override void Restart(int epoch)
    {
        input.Restart(epoch);
        _left = most;
    }

    public override void Skip(long count)
    {
        count = Math.Min(count, _left);
        _left -= count;
        input.Skip(count);
    }
}
