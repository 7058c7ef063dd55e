using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The sum where sources or destinations are bfloat16, an element at a time: CPUs have no link to spare by it.</summary>
internal sealed unsafe class CpuReduceRounded : CpuRangeOperation
{
    private readonly nint[] _sources;
    private readonly nint[] _destinations;
    private readonly long _start;
    private readonly bool _fromRounded;
    private readonly bool _toRounded;

    public CpuReduceRounded(ReduceLeavesOperation operation, WorkerPool pool)
        : base(operation.Count, (operation.Sources.Count + operation.Destinations.Count) * 4, pool)
    {
        operation.Check(int.MaxValue);
        _sources = [.. operation.Sources];
        _destinations = [.. operation.Destinations];
        _start = operation.Start;
        _fromRounded = operation.SourceType == DType.BFloat16;
        _toRounded = operation.DestinationType == DType.BFloat16;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRange(long start, long end)
    {
        bool tree = _sources.Length == ReduceLeavesOperation.Leaves;
        for (long i = _start + start; i < _start + end; i++)
        {
            float sum = tree ? SumTree(i) : SumInOrder(i);
            foreach (nint destination in _destinations)
            {
                if (_toRounded) ((ushort*)destination)[i] = BFloat16.Round(sum);
                else ((float*)destination)[i] = sum;
            }
        }
    }

    private float SumTree(long i) =>
        ((Load(0, i) + Load(1, i)) + (Load(2, i) + Load(3, i))) + ((Load(4, i) + Load(5, i)) + (Load(6, i) + Load(7, i)));

    private float SumInOrder(long i)
    {
        float sum = Load(0, i);
        for (int source = 1; source < _sources.Length; source++) sum += Load(source, i);
        return sum;
    }

    private float Load(int source, long i) =>
        _fromRounded ? BFloat16.Widen(((ushort*)_sources[source])[i]) : ((float*)_sources[source])[i];
}
