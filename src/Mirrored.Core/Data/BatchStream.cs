using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Joins consecutive rows to batches; the last one may be smaller.</summary>
internal sealed class BatchStream(IndexStream input, int size, bool dropRemainder) : IndexStream
{
    public override int Width => size;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        int count = 0;
        while (count < size && input.Next(rows[count..]) > 0) count++;
        return count == size || !dropRemainder ? count : 0;
    }

    public override void Restart(int epoch) => input.Restart(epoch);
}
