using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuReduceLeaves<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly nint[] _sources;
    private readonly nint[] _destinations;
    private readonly long _start;

    private CpuReduceLeaves(ReduceLeavesOperation operation, WorkerPool pool)
        : base(operation.Count, operation.Sources.Count + operation.Destinations.Count, pool)
    {
        operation.Check(int.MaxValue);
        _sources = [.. operation.Sources];
        _destinations = [.. operation.Destinations];
        _start = operation.Start;
    }

    /// <summary>Takes the kernel that fits the types.</summary>
    public static PreparedOperation Prepare(ReduceLeavesOperation operation, WorkerPool pool) =>
        operation.IsFloat32 ? new CpuReduceLeaves<TSimd, TFloat, TInt>(operation, pool) : new CpuReduceRounded(operation, pool);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRange(long start, long end)
    {
        bool tree = _sources.Length == ReduceLeavesOperation.Leaves;
        for (long i = start; i < end; i += TSimd.Width)
        {
            long offset = (_start + i) * sizeof(float);
            TFloat sum = tree ? SumTree(offset, end - i) : SumInOrder(offset, end - i);
            foreach (nint destination in _destinations)
                TSimd.StorePartial((float*)(destination + offset), sum, end - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TFloat SumTree(long offset, long count) => TSimd.Add(
        TSimd.Add(SumPair(0, offset, count), SumPair(2, offset, count)),
        TSimd.Add(SumPair(4, offset, count), SumPair(6, offset, count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TFloat SumPair(int first, long offset, long count) =>
        TSimd.Add(Load(first, offset, count), Load(first + 1, offset, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TFloat SumInOrder(long offset, long count)
    {
        TFloat sum = Load(0, offset, count);
        for (int source = 1; source < _sources.Length; source++) sum = TSimd.Add(sum, Load(source, offset, count));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TFloat Load(int source, long offset, long count) =>
        TSimd.LoadPartial((float*)(_sources[source] + offset), count);
}
