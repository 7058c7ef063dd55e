using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Both chains begin at +0.</remarks>
internal sealed unsafe class CpuRowNormalize<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: two chains wait for each addition.</summary>
    private const int Cost = 10;

    private readonly float* _input;
    private readonly float* _output;
    private readonly float* _scale;
    private readonly float _epsilon;
    private readonly int _columns;

    public CpuRowNormalize(RowNormalizeOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Output.RowLength * Cost, pool)
    {
        _columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Input, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Scale, DType.Float32, operation.Rows);
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<float>(operation.Output);
        _scale = memory.Address<float>(operation.Scale);
        _epsilon = operation.Epsilon;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* x = _input + (long)row * _columns;
            float* y = _output + (long)row * _columns;
            float sum = 0, squares = 0;
            for (int column = 0; column < _columns; column++) sum += x[column];
            float mean = sum / _columns;
            for (int column = 0; column < _columns; column++)
            {
                float difference = x[column] - mean;
                squares = MathF.FusedMultiplyAdd(difference, difference, squares);
            }

            float scale = 1 / MathF.Sqrt((squares / _columns) + _epsilon);
            _scale[row] = scale;
            TFloat center = TSimd.Broadcast(mean), factor = TSimd.Broadcast(scale);
            for (int column = 0; column < _columns; column += TSimd.Width)
            {
                TFloat value = TSimd.Subtract(TSimd.LoadPartial(x + column, _columns - column), center);
                TSimd.StorePartial(y + column, TSimd.Multiply(value, factor), _columns - column);
            }
        }
    }
}
