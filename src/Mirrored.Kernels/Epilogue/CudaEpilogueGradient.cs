namespace Mirrored;

internal static unsafe class CudaEpilogueGradient
{
    public static PreparedOperation Prepare(EpilogueGradientOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = operation.Rows, columns = operation.InputGradient.RowLength;
        operation.Require(operation.InputGradient, DType.Float32, rows, columns);
        operation.Require(operation.OutputGradient, DType.Float32, rows, columns);
        if (operation.Output is not null) operation.Require(operation.Output, DType.Float32, rows, columns);
        else if (operation.Activation != Activation.Linear)
            throw new ArgumentException($"{operation.Name}: the derivative of {operation.Activation} needs Output; it is null.");
        if (operation.Dropout is not null && operation.Activation is not (Activation.Linear or Activation.Relu))
            throw new ArgumentException(
                $"{operation.Name}: dropout cannot be undone with {operation.Activation}; use two operations.");
        return stream.Kernel(
            "epilogue_gradient", "mirrored_epilogue_gradient", stream.Grid.RowQuads(rows, columns), new Arguments
            {
                OutputGradient = memory.Address<float>(operation.OutputGradient),
                Output = memory.AddressOrNull<float>(operation.Output),
                InputGradient = memory.Address<float>(operation.InputGradient),
                Rule = CudaEpilogueRule.Create(operation.Activation, operation.Dropout, memory),
                Rows = rows,
                Columns = columns,
            });
    }

    internal struct Arguments
    {
        public float* OutputGradient;
        public float* Output;
        public float* InputGradient;
        public CudaEpilogueRule Rule;
        public int Rows;
        public int Columns;
    }
}
