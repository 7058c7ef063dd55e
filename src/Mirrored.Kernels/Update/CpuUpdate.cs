namespace Mirrored;

/// <summary>Goes through the segments of the flat range; what is done with a run of elements is the subclass's.</summary>
internal abstract unsafe class CpuUpdate<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly Segment* _segments;
    private readonly int* _blocks;
    private readonly float* _scales;
    private readonly long _start;

    protected CpuUpdate(UpdateOperation operation, int elementCost, MemoryMap memory, WorkerPool pool)
        : base(operation.Count ?? operation.Weights.Shape.Length - operation.Start, elementCost, pool)
    {
        operation.Check();
        _start = operation.Start;
        State = memory.State;
        Weights = memory.Address<float>(operation.Weights);
        Gradients = memory.Address<float>(operation.Gradients);
        _segments = memory.Address<Segment>(operation.Segments.Table);
        _blocks = memory.Address<int>(operation.Segments.Blocks);
        _scales = operation.Scaled ? memory.Address<float>(operation.Segments.Scales) : null;
        ClipValue = (float)operation.ClipValue;
    }

    protected StepState* State { get; }

    protected float* Weights { get; }

    protected float* Gradients { get; }

    protected float ClipValue { get; }

    /// <summary>Binds the kernel that suits the rule.</summary>
    public static PreparedOperation Prepare(UpdateOperation operation, MemoryMap memory, WorkerPool pool) => operation.Rule.IsAdam
        ? new CpuAdamUpdate<TSimd, TFloat, TInt>(operation, memory, pool)
        : new CpuRuleUpdate<TSimd, TFloat, TInt>(operation, memory, pool);

    public override void RunRange(long start, long end)
    {
        if (State->Skip != 0) return;
        float* scratch = stackalloc float[ScratchLength];
        Begin(scratch);
        (start, end) = (_start + start, _start + end);
        while (start < end)
        {
            int number = _blocks[start / Segment.BlockLength];
            if (number < 0) return; // Only padding follows.
            long last = Math.Min(end, _segments[number].End);
            Update(scratch, start, last - start, _segments[number], _scales is null ? 1 : _scales[number]);
            start = (last + Segment.BlockLength - 1) / Segment.BlockLength * Segment.BlockLength;
        }
    }

    /// <summary>How many floats of scratch memory <see cref="Update"/> needs.</summary>
    protected abstract int ScratchLength { get; }

    /// <summary>Writes into the scratch memory what is the same for all elements.</summary>
    protected abstract void Begin(float* scratch);

    /// <summary>Updates a run of elements of one segment.</summary>
    protected abstract void Update(float* scratch, long start, long count, in Segment segment, float scale);
}
