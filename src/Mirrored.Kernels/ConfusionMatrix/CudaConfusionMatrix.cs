namespace Mirrored;

internal static unsafe class CudaConfusionMatrix
{
    public static PreparedOperation Prepare(ConfusionMatrixOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rowsPerWeight = operation.RequireShapes();
        return stream.Kernel("confusion_matrix", "mirrored_confusion_matrix", stream.Grid.Elements(operation.Classes), new Arguments
        {
            Labels = memory.Address<int>(operation.Labels),
            Predictions = memory.Address<int>(operation.Predictions),
            Weights = memory.AddressOrNull<float>(operation.Weights),
            Accumulator = memory.Address<double>(operation.Accumulator),
            Rows = operation.Labels.Rows,
            Classes = operation.Classes,
            RowsPerWeight = rowsPerWeight,
        });
    }

    internal struct Arguments
    {
        public int* Labels;
        public int* Predictions;
        public float* Weights;
        public double* Accumulator;
        public int Rows;
        public int Classes;
        public int RowsPerWeight;
        public int Reserved;
    }
}
