namespace Mirrored;

internal static unsafe class CudaRowNormalize
{
    public static PreparedOperation Prepare(RowNormalizeOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, rows, columns);
        operation.Require(operation.Input, DType.Float32, rows, columns);
        operation.Require(operation.Scale, DType.Float32, rows);
        return stream.Kernel("row_normalize", "mirrored_row_normalize", stream.Grid.Rows(rows), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<float>(operation.Output),
            Scale = memory.Address<float>(operation.Scale),
            Rows = rows,
            Columns = columns,
            Epsilon = operation.Epsilon,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Output;
        public float* Scale;
        public int Rows;
        public int Columns;
        public float Epsilon;
        public int Reserved;
    }
}
