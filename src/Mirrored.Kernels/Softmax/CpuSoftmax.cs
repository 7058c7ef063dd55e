using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuSoftmax<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: the exponential and the division.</summary>
    private const int Cost = 24;

    private readonly float* _input;
    private readonly float* _output;
    private readonly int _columns;

    public CpuSoftmax(SoftmaxOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Output.RowLength * Cost, pool)
    {
        _columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Input, DType.Float32, operation.Rows, _columns);
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<float>(operation.Output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* input = _input + (long)row * _columns;
            float* output = _output + (long)row * _columns;
            float max = SoftmaxRow.Max<TSimd, TFloat, TInt>(input, _columns);
            TFloat sum = TSimd.Broadcast(SoftmaxRow.ExpSum<TSimd, TFloat, TInt>(input, max, output, _columns));
            for (int column = 0; column < _columns; column += TSimd.Width)
            {
                int left = _columns - column;
                TFloat power = TSimd.LoadPartial(output + column, left);
                TSimd.StorePartial(output + column, TSimd.Divide(power, sum), left);
            }
        }
    }
}
