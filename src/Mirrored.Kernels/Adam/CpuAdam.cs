using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuAdam<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly StepState* _state;
    private readonly float* _w;
    private readonly float* _g;
    private readonly float* _m;
    private readonly float* _v;
    private readonly float _oneMinusBeta1;
    private readonly float _oneMinusBeta2;
    private readonly float _epsilon;

    public CpuAdam(AdamOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Weights.Shape.Length, elementCost: 8, pool)
    {
        long length = operation.Weights.Shape.Length;
        operation.Require(operation.Weights, DType.Float32, length);
        operation.Require(operation.Gradients, DType.Float32, length);
        operation.Require(operation.Momentum, DType.Float32, length);
        operation.Require(operation.Velocity, DType.Float32, length);
        _state = memory.State;
        _w = memory.Address<float>(operation.Weights);
        _g = memory.Address<float>(operation.Gradients);
        _m = memory.Address<float>(operation.Momentum);
        _v = memory.Address<float>(operation.Velocity);
        _oneMinusBeta1 = (float)(1 - operation.Beta1);
        _oneMinusBeta2 = (float)(1 - operation.Beta2);
        _epsilon = (float)operation.Epsilon;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRange(long start, long end)
    {
        if (_state->Skip != 0) return;
        TFloat stepSize = TSimd.Broadcast(-_state->StepSize);
        long i = start;
        for (; i <= end - TSimd.Width; i += TSimd.Width) Update(i, TSimd.Width, stepSize);
        if (i < end) Update(i, end - i, stepSize);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Update(long i, long count, TFloat minusStepSize)
    {
        TFloat g = TSimd.LoadPartial(_g + i, count);
        TFloat m = TSimd.LoadPartial(_m + i, count);
        TFloat v = TSimd.LoadPartial(_v + i, count);
        TFloat w = TSimd.LoadPartial(_w + i, count);

        m = TSimd.MultiplyAdd(TSimd.Subtract(g, m), TSimd.Broadcast(_oneMinusBeta1), m);
        v = TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Multiply(g, g), v), TSimd.Broadcast(_oneMinusBeta2), v);
        TFloat root = TSimd.Add(TSimd.Sqrt(v), TSimd.Broadcast(_epsilon));
        w = TSimd.MultiplyAdd(minusStepSize, TSimd.Divide(m, root), w);

        TSimd.StorePartial(_m + i, m, count);
        TSimd.StorePartial(_v + i, v, count);
        TSimd.StorePartial(_w + i, w, count);
    }
}
