namespace Mirrored;

internal sealed unsafe class CpuSparseAccuracy : CpuRowOperation
{
    private readonly float* _predictions;
    private readonly int* _labels;
    private readonly float* _correct;
    private readonly int _columns;

    public CpuSparseAccuracy(SparseAccuracyOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Predictions.RowLength, pool)
    {
        _columns = operation.Predictions.RowLength;
        operation.Require(operation.Predictions, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Labels, DType.Int32, operation.Rows, 1);
        operation.Require(operation.Correct, DType.Float32, operation.Rows, 1);
        _predictions = memory.Address<float>(operation.Predictions);
        _labels = memory.Address<int>(operation.Labels);
        _correct = memory.Address<float>(operation.Correct);
    }

    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
            _correct[row] = FirstLargest.IsAt(_labels[row], _predictions + (long)row * _columns, _columns);
    }
}
