namespace Mirrored;

internal static unsafe class CudaSoftmax
{
    public static PreparedOperation Prepare(SoftmaxOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, rows, columns);
        operation.Require(operation.Input, DType.Float32, rows, columns);
        return stream.Kernel("softmax", "mirrored_softmax", stream.Grid.Rows(rows), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<float>(operation.Output),
            Rows = rows,
            Columns = columns,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Output;
        public int Rows;
        public int Columns;
    }
}
