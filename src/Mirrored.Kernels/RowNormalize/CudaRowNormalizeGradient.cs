namespace Mirrored;

internal static unsafe class CudaRowNormalizeGradient
{
    public static PreparedOperation Prepare(RowNormalizeGradientOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.InputGradient.RowLength;
        operation.Require(operation.InputGradient, DType.Float32, rows, columns);
        operation.Require(operation.OutputGradient, DType.Float32, rows, columns);
        operation.Require(operation.Output, DType.Float32, rows, columns);
        operation.Require(operation.Scale, DType.Float32, rows);
        return stream.Kernel(
            "row_normalize_gradient", "mirrored_row_normalize_gradient", stream.Grid.Rows(rows), new Arguments
            {
                OutputGradient = memory.Address<float>(operation.OutputGradient),
                Output = memory.Address<float>(operation.Output),
                Scale = memory.Address<float>(operation.Scale),
                InputGradient = memory.Address<float>(operation.InputGradient),
                Rows = rows,
                Columns = columns,
            });
    }

    internal struct Arguments
    {
        public float* OutputGradient;
        public float* Output;
        public float* Scale;
        public float* InputGradient;
        public int Rows;
        public int Columns;
    }
}
