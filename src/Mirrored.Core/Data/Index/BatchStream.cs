using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Joins consecutive rows to batches; the last one may be smaller.</summary>
/// <param name="input">The rows.</param>
/// <param name="size">The rows of a full batch.</param>
/// <param name="most">How many rows a batch can have: less than <paramref name="size"/> when there are not so many.</param>
/// <param name="dropRemainder">True leaves out a last batch that is not full.</param>
internal sealed class BatchStream(IndexStream input, int size, int most, bool dropRemainder) : IndexStream
{
    public override int Width => most;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        int count = 0;
        while (count < most && input.Next(rows[count..]) > 0) count++;
        return count == size || !dropRemainder ? count : 0;
    }

    public override void Restart(int epoch) => input.Restart(epoch);

    public override void Skip(long batches) => input.Skip(batches > long.MaxValue / size ? long.MaxValue : batches * size);
}
