using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuInTopK : CpuRowOperation
{
    private readonly float* _predictions;
    private readonly int* _labels;
    private readonly float* _output;
    private readonly int _columns;
    private readonly int _k;

    public CpuInTopK(InTopKOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Predictions.RowLength, pool)
    {
        operation.RequireShapes();
        _columns = operation.Predictions.RowLength;
        _k = operation.K;
        _predictions = memory.Address<float>(operation.Predictions);
        _labels = memory.Address<int>(operation.Labels);
        _output = memory.Address<float>(operation.Output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* numbers = _predictions + (long)row * _columns;
            int label = _labels[row], larger = 0;
            bool valid = (uint)label < (uint)_columns && float.IsFinite(numbers[label]);
            for (int column = 0; valid && column < _columns; column++)
                if (numbers[column] > numbers[label]) larger++;
            _output[row] = valid && larger < _k ? 1 : 0;
        }
    }
}
