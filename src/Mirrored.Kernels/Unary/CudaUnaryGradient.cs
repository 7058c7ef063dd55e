namespace Mirrored;

internal static unsafe class CudaUnaryGradient
{
    public static PreparedOperation Prepare(UnaryGradientOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.InputGradient.RowLength;
        operation.Require(operation.InputGradient, DType.Float32, rows, columns);
        operation.Require(operation.OutputGradient, DType.Float32, rows, columns);
        operation.Require(operation.Value, DType.Float32, rows, columns);
        long count = (long)rows * columns;
        return stream.Kernel("unary_gradient", "mirrored_unary_gradient", stream.Grid.Elements(count), new Arguments
        {
            OutputGradient = memory.Address<float>(operation.OutputGradient),
            Value = memory.Address<float>(operation.Value),
            InputGradient = memory.Address<float>(operation.InputGradient),
            Count = count,
            Function = operation.Function,
            Parameters = operation.Parameters,
        });
    }

    internal struct Arguments
    {
        public float* OutputGradient;
        public float* Value;
        public float* InputGradient;
        public long Count;
        public UnaryFunction Function;
        public UnaryParameters Parameters;
    }
}
