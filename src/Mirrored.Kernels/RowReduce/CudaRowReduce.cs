namespace Mirrored;

internal static unsafe class CudaRowReduce
{
    public static PreparedOperation Prepare(RowReduceOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Input.RowLength;
        operation.Require(operation.Input, DType.Float32, rows, columns);
        operation.Require(operation.Output, DType.Float32, rows);
        return stream.Kernel("row_reduce", "mirrored_row_reduce", stream.Grid.Rows(rows), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<float>(operation.Output),
            Rows = rows,
            Columns = columns,
            Function = operation.Function,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Output;
        public int Rows;
        public int Columns;
        public RowFunction Function;
        public int Reserved;
    }
}
