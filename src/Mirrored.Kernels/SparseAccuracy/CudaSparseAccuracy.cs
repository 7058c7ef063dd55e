namespace Mirrored;

internal static unsafe class CudaSparseAccuracy
{
    public static PreparedOperation Prepare(SparseAccuracyOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Predictions.RowLength;
        operation.Require(operation.Predictions, DType.Float32, rows, columns);
        operation.Require(operation.Labels, DType.Int32, rows, 1);
        operation.Require(operation.Correct, DType.Float32, rows, 1);
        return stream.Kernel("sparse_accuracy", "mirrored_sparse_accuracy", stream.Grid.Rows(rows), new Arguments
        {
            Predictions = memory.Address<float>(operation.Predictions),
            Labels = memory.Address<int>(operation.Labels),
            Correct = memory.Address<float>(operation.Correct),
            Rows = rows,
            Columns = columns,
        });
    }

    internal struct Arguments
    {
        public float* Predictions;
        public int* Labels;
        public float* Correct;
        public int Rows;
        public int Columns;
    }
}
