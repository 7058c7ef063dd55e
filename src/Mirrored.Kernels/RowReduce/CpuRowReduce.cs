using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuRowReduce<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: the chain waits for each addition.</summary>
    private const int Cost = 4;

    private readonly float* _input;
    private readonly float* _output;
    private readonly int _columns;
    private readonly RowFunction _function;

    public CpuRowReduce(RowReduceOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Input.RowLength * Cost, pool)
    {
        _columns = operation.Input.RowLength;
        operation.Require(operation.Input, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Output, DType.Float32, operation.Rows);
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<float>(operation.Output);
        _function = operation.Function;
    }

    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* input = _input + (long)row * _columns;
            _output[row] = _function == RowFunction.Sum ? Sum(input) : Maximum(input);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Sum(float* row)
    {
        float sum = 0;
        for (int column = 0; column < _columns; column++) sum += row[column];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Maximum(float* row)
    {
        float max = SoftmaxRow.Max<TSimd, TFloat, TInt>(row, _columns);
        for (int column = 0; column < _columns; column++)
            if (float.IsNaN(row[column])) return float.NaN;
        return max + 0f;
    }
}
