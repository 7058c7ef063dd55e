using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuGlobalMean<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly float* _sum;
    private readonly float* _output;
    private readonly StepState* _state;
    private readonly int _positions;
    private readonly bool _isAverage;
    private readonly float _share;

    public CpuGlobalMean(GlobalMeanOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Output.Shape.Length, elementCost: 2, pool)
    {
        operation.Check();
        _sum = memory.Address<float>(operation.Sum);
        _output = memory.Address<float>(operation.Output);
        _state = memory.State;
        _positions = operation.Positions;
        (_isAverage, _share) = (operation.Momentum is not null, 1 - (operation.Momentum ?? 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRange(long start, long end)
    {
        if (_isAverage && _state->Skip != 0) return;
        TFloat count = TSimd.Broadcast((float)((long)_state->GlobalRows * _positions));
        TFloat share = TSimd.Broadcast(_share);
        for (long i = start; i < end; i += TSimd.Width)
        {
            TFloat mean = TSimd.Divide(TSimd.LoadPartial(_sum + i, end - i), count);
            if (_isAverage)
            {
                TFloat average = TSimd.LoadPartial(_output + i, end - i);
                mean = TSimd.Add(average, TSimd.Multiply(TSimd.Subtract(mean, average), share));
            }

            TSimd.StorePartial(_output + i, mean, end - i);
        }
    }
}
