namespace Mirrored;

internal static unsafe class CudaSoftmaxGradient
{
    public static PreparedOperation Prepare(SoftmaxGradientOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.InputGradient.RowLength;
        operation.Require(operation.InputGradient, DType.Float32, rows, columns);
        operation.Require(operation.OutputGradient, DType.Float32, rows, columns);
        operation.Require(operation.Output, DType.Float32, rows, columns);
        return stream.Kernel("softmax_gradient", "mirrored_softmax_gradient", stream.Grid.Rows(rows), new Arguments
        {
            OutputGradient = memory.Address<float>(operation.OutputGradient),
            Output = memory.Address<float>(operation.Output),
            InputGradient = memory.Address<float>(operation.InputGradient),
            Rows = rows,
            Columns = columns,
        });
    }

    internal struct Arguments
    {
        public float* OutputGradient;
        public float* Output;
        public float* InputGradient;
        public int Rows;
        public int Columns;
    }
}
