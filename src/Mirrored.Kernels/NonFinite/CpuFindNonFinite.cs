using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Adds up <c>0 x</c>, which is zero for finite numbers and NaN for others, over a tile; only a tile that gives NaN is
/// looked at block by block.</remarks>
internal sealed unsafe class CpuFindNonFinite<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private const int TileBlocks = 32;

    /// <summary>Sums side by side, so that none waits for the one before.</summary>
    private const int Chains = 4;

    private const int WidestLanes = 16;

    private readonly StepState* _state;
    private readonly float* _gradients;
    private readonly int* _blocks;
    private readonly long* _record;
    private readonly long* _signal;
    private readonly int _segments;
    private readonly bool _stays;

    public CpuFindNonFinite(FindNonFiniteOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Check(), Segment.BlockLength / Chains, pool)
    {
        _state = memory.State;
        _gradients = memory.Address<float>(operation.Gradients);
        _blocks = memory.Address<int>(operation.Segments.Blocks);
        _record = (long*)operation.Record;
        _signal = (long*)operation.Signal;
        (_segments, _stays) = (operation.Segments.Count, operation.Stays);
    }

    public override void RunRange(long start, long end)
    {
        long found = Volatile.Read(ref _record[NonFiniteRecord.Step]);
        if (_stays && found != 0 && found != _state->Step)
        {
            _state->Skip = 1;
            return;
        }

        for (long tile = start; tile < end; tile += TileBlocks)
        {
            long last = Math.Min(end, tile + TileBlocks);
            if (IsFinite(_gradients + tile * Segment.BlockLength, (last - tile) * Segment.BlockLength)) continue;
            for (long block = tile; block < last; block++)
                if (!IsFinite(_gradients + block * Segment.BlockLength, Segment.BlockLength)) Note(_blocks[block]);
        }
    }

    private void Note(int segment)
    {
        _state->Skip = 1;
        _record[NonFiniteRecord.FirstSegment + (segment < 0 ? _segments : segment)] = _state->Step;
        Volatile.Write(ref _record[NonFiniteRecord.Step], _state->Step);
        Volatile.Write(ref *_signal, _state->Step);
    }

    /// <summary>Whether all of so many numbers, whole blocks, are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsFinite(float* numbers, long count)
    {
        TFloat zero = TSimd.Broadcast(0), a = zero, b = zero, c = zero, d = zero;
        for (float* end = numbers + count; numbers < end; numbers += Chains * TSimd.Width)
        {
            a = TSimd.MultiplyAdd(TSimd.Load(numbers), zero, a);
            b = TSimd.MultiplyAdd(TSimd.Load(numbers + TSimd.Width), zero, b);
            c = TSimd.MultiplyAdd(TSimd.Load(numbers + 2 * TSimd.Width), zero, c);
            d = TSimd.MultiplyAdd(TSimd.Load(numbers + 3 * TSimd.Width), zero, d);
        }

        float* lanes = stackalloc float[WidestLanes];
        TSimd.Store(lanes, TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)));
        float sum = 0;
        for (int lane = 0; lane < TSimd.Width; lane++) sum += lanes[lane];
        return sum == 0;
    }
}
