namespace Mirrored;

internal static unsafe class CudaEpilogue
{
    public static PreparedOperation Prepare(EpilogueOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.Output.RowLength;
        operation.Require(operation.Output, DType.Float32, rows, columns);
        operation.Require(operation.Input, DType.Float32, rows, columns);
        if (operation.Bias is not null) operation.Require(operation.Bias, DType.Float32, columns);
        return stream.Kernel("epilogue", "mirrored_epilogue", stream.Grid.RowQuads(rows, columns), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = memory.Address<float>(operation.Output),
            Rule = CudaEpilogueRule.Create(operation.Activation, operation.Dropout, memory, operation.Bias),
            Rows = rows,
            Columns = columns,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Output;
        public CudaEpilogueRule Rule;
        public int Rows;
        public int Columns;
    }
}
