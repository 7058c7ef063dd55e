namespace Mirrored;

internal static unsafe class CudaInTopK
{
    public static PreparedOperation Prepare(InTopKOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.RequireShapes();
        return stream.Kernel("in_top_k", "mirrored_in_top_k", stream.Grid.Rows(operation.Rows), new Arguments
        {
            Predictions = memory.Address<float>(operation.Predictions),
            Labels = memory.Address<int>(operation.Labels),
            Output = memory.Address<float>(operation.Output),
            Rows = operation.Rows,
            Columns = operation.Predictions.RowLength,
            K = operation.K,
        });
    }

    internal struct Arguments
    {
        public float* Predictions;
        public int* Labels;
        public float* Output;
        public int Rows;
        public int Columns;
        public int K;
        public int Reserved;
    }
}
