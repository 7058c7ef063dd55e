using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuArgMax : CpuRowOperation
{
    private readonly float* _input;
    private readonly int* _output;
    private readonly int _columns;

    public CpuArgMax(ArgMaxOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Input.RowLength, pool)
    {
        _columns = operation.Input.RowLength;
        operation.Require(operation.Input, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Output, DType.Int32, operation.Rows, 1);
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<int>(operation.Output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* numbers = _input + (long)row * _columns;
            float largest = float.NegativeInfinity;
            int at = 0;
            for (int column = 0; column < _columns; column++)
                if (numbers[column] > largest) (largest, at) = (numbers[column], column);
            _output[row] = at;
        }
    }
}
