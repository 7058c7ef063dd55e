using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Each number is compared with all of its row: rows of class scores are short.</remarks>
internal sealed unsafe class CpuTopK : CpuRowOperation
{
    private readonly float* _input;
    private readonly float* _output;
    private readonly int _columns;
    private readonly int _k;

    public CpuTopK(TopKOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, (int)Math.Min(int.MaxValue, (long)operation.Input.RowLength * operation.Input.RowLength), pool)
    {
        operation.RequireShapes();
        _columns = operation.Input.RowLength;
        _k = operation.K;
        _input = memory.Address<float>(operation.Input);
        _output = memory.Address<float>(operation.Output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* numbers = _input + (long)row * _columns;
            for (int column = 0; column < _columns; column++)
            {
                float number = numbers[column];
                int before = 0;
                for (int other = 0; other < _columns; other++)
                    if (numbers[other] > number || (numbers[other] == number && other < column)) before++;
                _output[(long)row * _columns + column] = before < _k ? number : float.NegativeInfinity;
            }
        }
    }
}
