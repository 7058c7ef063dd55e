using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mirrored;

internal sealed unsafe class CpuBlockSum<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly StepState* _state;
    private readonly float* _weights;
    private readonly float* _gradients;
    private readonly Segment* _segments;
    private readonly int* _blocks;
    private readonly double* _sums;
    private readonly float _clipValue;

    public CpuBlockSum(BlockSumOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Check(), 2 * Segment.BlockLength, pool)
    {
        _state = memory.State;
        _weights = memory.Address<float>(operation.Weights);
        _gradients = memory.AddressOrNull<float>(operation.Gradients);
        _segments = memory.Address<Segment>(operation.Segments.Table);
        _blocks = memory.Address<int>(operation.Segments.Blocks);
        _sums = memory.Address<double>(operation.Segments.Sums);
        _clipValue = (float)operation.ClipValue;
    }

    public override void RunRange(long start, long end)
    {
        if (_gradients is null && _state->FirstGlobalRow != 0) return;
        float* tile = stackalloc float[Segment.BlockLength];
        for (long block = start; block < end; block++)
        {
            int number = _blocks[block];
            _sums[block] = number < 0 ? 0 : Sum(tile, block, _segments + number);
        }
    }

    private double Sum(float* tile, long block, Segment* segment)
    {
        long first = block * Segment.BlockLength, count = Math.Min(Segment.BlockLength, segment->End - first);
        new Span<float>(tile, Segment.BlockLength).Clear();
        if (_gradients is not null)
        {
            GradientRule<TSimd, TFloat, TInt>.Load(tile, _gradients + first, _weights + first, count, *segment, _clipValue);
            return Squares(tile);
        }

        if (!segment->IsPenalized) return 0;
        new ReadOnlySpan<float>(_weights + first, (int)count).CopyTo(new Span<float>(tile, Segment.BlockLength));
        return segment->L1 * Magnitudes(tile) + 0.5 * segment->TwiceL2 * Squares(tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Squares(float* tile)
    {
        Vector128<double> low = default, high = default;
        for (int i = 0; i < Segment.BlockLength; i += 4)
        {
            (Vector128<double> a, Vector128<double> b) = Vector128.Widen(Vector128.Load(tile + i));
            low += a * a;
            high += b * b;
        }

        return (low[0] + low[1]) + (high[0] + high[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Magnitudes(float* tile)
    {
        Vector128<double> low = default, high = default;
        for (int i = 0; i < Segment.BlockLength; i += 4)
        {
            (Vector128<double> a, Vector128<double> b) = Vector128.Widen(Vector128.Load(tile + i));
            low += Vector128.Abs(a);
            high += Vector128.Abs(b);
        }

        return (low[0] + low[1]) + (high[0] + high[1]);
    }
}
