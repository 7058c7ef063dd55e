namespace Mirrored;

internal static unsafe class CudaSparseCrossEntropy
{
    public static PreparedOperation Prepare(SparseCrossEntropyOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Predictions.RowLength;
        operation.Require(operation.Predictions, DType.Float32, rows, columns);
        operation.Require(operation.Labels, DType.Int32, rows, 1);
        if (operation.RowLoss is not null) operation.Require(operation.RowLoss, DType.Float32, rows, 1);
        if (operation.Correct is not null) operation.Require(operation.Correct, DType.Float32, rows, 1);
        if (operation.Gradient is not null) operation.Require(operation.Gradient, DType.Float32, rows, columns);
        string entry = operation.FromProbabilities
            ? "mirrored_sparse_cross_entropy_probabilities"
            : "mirrored_sparse_cross_entropy_logits";
        return stream.Kernel("sparse_cross_entropy", entry, stream.Grid.Rows(rows), new Arguments
        {
            Predictions = memory.Address<float>(operation.Predictions),
            Labels = memory.Address<int>(operation.Labels),
            RowLoss = memory.AddressOrNull<float>(operation.RowLoss),
            Correct = memory.AddressOrNull<float>(operation.Correct),
            Gradient = memory.AddressOrNull<float>(operation.Gradient),
            Scale = CudaLossScale.Create(operation.Scale, operation, rows, memory),
            Rows = rows,
            Columns = columns,
        });
    }

    internal struct Arguments
    {
        public float* Predictions;
        public int* Labels;
        public float* RowLoss;
        public float* Correct;
        public float* Gradient;
        public CudaLossScale Scale;
        public int Rows;
        public int Columns;
    }
}
