using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuFill<TSimd, TFloat, TInt> : CpuRangeOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly float* _output;
    private readonly float _value;

    public CpuFill(FillOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Output.Shape.Length, elementCost: 1, pool)
    {
        operation.Require(operation.Output, DType.Float32, operation.Output.Shape.Length);
        _output = memory.Address<float>(operation.Output);
        _value = operation.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRange(long start, long end)
    {
        TFloat value = TSimd.Broadcast(_value);
        for (long i = start; i < end; i += TSimd.Width) TSimd.StorePartial(_output + i, value, end - i);
    }
}
