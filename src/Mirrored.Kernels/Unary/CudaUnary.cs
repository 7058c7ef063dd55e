namespace Mirrored;

internal static unsafe class CudaUnary
{
    public static PreparedOperation Prepare(UnaryOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, rows, columns);
        operation.Require(operation.Input, DType.Float32, rows, columns);
        long count = (long)rows * columns;
        return stream.Kernel("unary", "mirrored_unary", stream.Grid.Elements(count), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<float>(operation.Output),
            Count = count,
            Function = operation.Function,
            Parameters = operation.Parameters,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Output;
        public long Count;
        public UnaryFunction Function;
        public UnaryParameters Parameters;
    }
}
