using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Adam's and AdamW's rule with everything in registers: the same bits as <see cref="CpuRuleUpdate{TSimd, TFloat, TInt}"/>, several times
/// as fast.</summary>
internal sealed unsafe class CpuAdamUpdate<TSimd, TFloat, TInt> : CpuUpdate<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elements whose gradients are made ready at a time, where a segment asks for more than their plain values.</summary>
    private const int Tile = 128;

    private readonly float* _m;
    private readonly float* _v;
    private readonly float _oneMinusBeta1;
    private readonly float _oneMinusBeta2;
    private readonly float _epsilon;
    private readonly bool _decaysItself;

    public CpuAdamUpdate(UpdateOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation, elementCost: 8, memory, pool)
    {
        _m = memory.Address<float>(operation.Slots[0]);
        _v = memory.Address<float>(operation.Slots[1]);
        IReadOnlyList<float> constants = operation.Rule.Constants;
        (_oneMinusBeta1, _oneMinusBeta2, _epsilon) = (constants[0], constants[1], constants[2]);
        _decaysItself = operation.Rule.DecaysItself;
    }

    protected override int ScratchLength => Tile;

    protected override void Begin(float* scratch)
    {
    }

    protected override void Update(float* scratch, long start, long count, in Segment segment, float scale)
    {
        if (!segment.IsPenalized && float.IsPositiveInfinity(ClipValue) && scale == 1)
        {
            Update(Gradients + start, start, count, segment);
            return;
        }

        TFloat factor = TSimd.Broadcast(scale);
        for (long i = 0; i < count; i += Tile)
        {
            long length = Math.Min(Tile, count - i), first = start + i;
            GradientRule<TSimd, TFloat, TInt>.Load(scratch, Gradients + first, Weights + first, length, segment, ClipValue);
            for (long k = 0; k < length; k += TSimd.Width) TSimd.Store(scratch + k, TSimd.Multiply(TSimd.Load(scratch + k), factor));
            Update(scratch, first, length, segment);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(float* gradients, long start, long count, in Segment segment)
    {
        TFloat step = TSimd.Broadcast(State->Scalars[0]), least = TSimd.Broadcast(segment.Floor);
        TFloat decay = TSimd.Broadcast(-(State->LearningRate * segment.Decay));
        bool decays = segment.Decay != 0 && !_decaysItself, decaysWithTheChange = _decaysItself;
        for (long i = 0; i < count; i += TSimd.Width)
        {
            long at = start + i, left = count - i;
            TFloat g = TSimd.LoadPartial(gradients + i, left), w = TSimd.LoadPartial(Weights + at, left);
            TFloat m = TSimd.LoadPartial(_m + at, left), v = TSimd.LoadPartial(_v + at, left);
            if (decays) w = TSimd.MultiplyAdd(decay, w, w);

            m = TSimd.MultiplyAdd(TSimd.Subtract(g, m), TSimd.Broadcast(_oneMinusBeta1), m);
            v = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Multiply(g, g), v), TSimd.Broadcast(_oneMinusBeta2), v);
            TFloat root = TSimd.Add(TSimd.Sqrt(v), TSimd.Broadcast(_epsilon));
            TFloat ratio = TSimd.Divide(m, root);
            w = decaysWithTheChange
                ? TSimd.Add(w, TSimd.MultiplyAdd(decay, w, TSimd.Multiply(step, ratio)))
                : TSimd.MultiplyAdd(step, ratio, w);

            w = TSimd.Select(TSimd.GreaterThan(least, w), least, w);
            TSimd.StorePartial(_m + at, m, left);
            TSimd.StorePartial(_v + at, v, left);
            TSimd.StorePartial(Weights + at, w, left);
        }
    }
}
