namespace Mirrored;

internal static unsafe class CudaTopK
{
    public static PreparedOperation Prepare(TopKOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.RequireShapes();
        return stream.Kernel("top_k", "mirrored_top_k", stream.Grid.Elements(operation.Input.Shape.Length), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<float>(operation.Output),
            Rows = operation.Rows,
            Columns = operation.Input.RowLength,
            K = operation.K,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Output;
        public int Rows;
        public int Columns;
        public int K;
        public int Reserved;
    }
}
