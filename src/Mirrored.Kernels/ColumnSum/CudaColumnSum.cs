namespace Mirrored;

internal static unsafe class CudaColumnSum
{
    public static PreparedOperation Prepare(ColumnSumOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Input.Rows, columns = operation.Input.RowLength;
        operation.Require(operation.Input, DType.Float32, rows, columns);
        operation.Require(operation.Output, DType.Float32, columns);
        return stream.Kernel("column_sum", "mirrored_column_sum", CudaGrid.Columns(columns), new Arguments
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
