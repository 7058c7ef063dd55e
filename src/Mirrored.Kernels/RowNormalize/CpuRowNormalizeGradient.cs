using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Both chains begin at +0.</remarks>
internal sealed unsafe class CpuRowNormalizeGradient<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: two chains wait for each addition.</summary>
    private const int Cost = 8;

    private readonly float* _outputGradient;
    private readonly float* _output;
    private readonly float* _scale;
    private readonly float* _inputGradient;
    private readonly int _columns;

    public CpuRowNormalizeGradient(RowNormalizeGradientOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.InputGradient.RowLength * Cost, pool)
    {
        _columns = operation.InputGradient.RowLength;
        operation.Require(operation.InputGradient, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.OutputGradient, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Scale, DType.Float32, operation.Rows);
        _outputGradient = memory.Address<float>(operation.OutputGradient);
        _output = memory.Address<float>(operation.Output);
        _scale = memory.Address<float>(operation.Scale);
        _inputGradient = memory.Address<float>(operation.InputGradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        TFloat minusOne = TSimd.Broadcast(-1);
        for (int row = start; row < end; row++)
        {
            float* dy = _outputGradient + (long)row * _columns;
            float* y = _output + (long)row * _columns;
            float* dx = _inputGradient + (long)row * _columns;
            float sum = 0, dot = 0;
            for (int column = 0; column < _columns; column++)
            {
                sum += dy[column];
                dot = MathF.FusedMultiplyAdd(dy[column], y[column], dot);
            }

            TFloat mean = TSimd.Broadcast(sum / _columns), along = TSimd.Broadcast(dot / _columns);
            TFloat scale = TSimd.Broadcast(_scale[row]);
            for (int column = 0; column < _columns; column += TSimd.Width)
            {
                int left = _columns - column;
                TFloat centered = TSimd.Subtract(TSimd.LoadPartial(dy + column, left), mean);
                TFloat minusY = TSimd.Multiply(minusOne, TSimd.LoadPartial(y + column, left));
                TSimd.StorePartial(dx + column, TSimd.Multiply(scale, TSimd.MultiplyAdd(minusY, along, centered)), left);
            }
        }
    }
}
