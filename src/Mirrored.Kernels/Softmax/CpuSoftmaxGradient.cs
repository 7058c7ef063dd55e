using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>The chain of the sum begins at +0.</remarks>
internal sealed unsafe class CpuSoftmaxGradient<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: the chain waits for each multiply-add.</summary>
    private const int Cost = 6;

    private readonly float* _outputGradient;
    private readonly float* _output;
    private readonly float* _inputGradient;
    private readonly int _columns;

    public CpuSoftmaxGradient(SoftmaxGradientOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.InputGradient.RowLength * Cost, pool)
    {
        _columns = operation.InputGradient.RowLength;
        operation.Require(operation.InputGradient, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.OutputGradient, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        _outputGradient = memory.Address<float>(operation.OutputGradient);
        _output = memory.Address<float>(operation.Output);
        _inputGradient = memory.Address<float>(operation.InputGradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* dy = _outputGradient + (long)row * _columns;
            float* y = _output + (long)row * _columns;
            float* dx = _inputGradient + (long)row * _columns;
            float dot = 0;
            for (int column = 0; column < _columns; column++)
                dot = MathF.FusedMultiplyAdd(dy[column], y[column], dot);

            TFloat sum = TSimd.Broadcast(dot);
            for (int column = 0; column < _columns; column += TSimd.Width)
            {
                int left = _columns - column;
                TFloat difference = TSimd.Subtract(TSimd.LoadPartial(dy + column, left), sum);
                TSimd.StorePartial(
                    dx + column, TSimd.Multiply(TSimd.LoadPartial(y + column, left), difference), left);
            }
        }
    }
}
