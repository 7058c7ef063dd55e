namespace Mirrored;

/// <summary>A CPU kernel over a range of elements or columns, of which each part can be worked on by itself.</summary>
internal abstract class CpuRangeOperation(long count, int elementCost, WorkerPool pool)
    : PreparedOperation, IParallelWork
{
    /// <summary>Elementary operations that are worth a second thread; for less, waking one costs too much.</summary>
    private const int WorthSharing = 1 << 16;

    /// <summary>Parts begin at multiples of this many elements: of four of the widest vectors.</summary>
    private const int Granularity = 64;

    private readonly long _perPart =
        Math.Max(1, WorthSharing / Math.Max(1, elementCost) / Granularity) * Granularity;

    /// <summary>Works from <paramref name="start"/>, a multiple of 64, to <paramref name="end"/> (exclusive).</summary>
    public abstract void RunRange(long start, long end);

    public override void Launch()
    {
        long parts = (count + _perPart - 1) / _perPart;
        if (parts == 1) RunRange(0, count);
        else if (parts > 1) pool.Run(this, checked((int)parts));
    }

    void IParallelWork.Run(int part) => RunRange(part * _perPart, Math.Min(count, (part + 1) * _perPart));
}
