namespace Mirrored;

internal static unsafe class CudaArgMax
{
    public static PreparedOperation Prepare(ArgMaxOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Input.RowLength;
        operation.Require(operation.Input, DType.Float32, rows, columns);
        operation.Require(operation.Output, DType.Int32, rows, 1);
        return stream.Kernel("arg_max", "mirrored_arg_max", stream.Grid.Rows(rows), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<int>(operation.Output),
            Rows = rows,
            Columns = columns,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public int* Output;
        public int Rows;
        public int Columns;
    }
}
