using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Takes batches apart into rows.</summary>
internal sealed class UnbatchStream(IndexStream input) : IndexStream
{
    private readonly int[] _batch = new int[input.Width];
    private int _count;
    private int _next;

    public override int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        if (_next == _count)
        {
            _next = 0;
            _count = input.Next(_batch);
            if (_count == 0) return 0;
        }

        rows[0] = _batch[_next++];
        return 1;
    }

    public override void Restart(int epoch)
    {
        input.Restart(epoch);
        (_next, _count) = (0, 0);
    }
}
