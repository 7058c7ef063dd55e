namespace Mirrored;

internal static unsafe class CudaBinary
{
    public static PreparedOperation Prepare(BinaryOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.RequireShapes();
        int rows = operation.Output.Rows, columns = operation.Output.RowLength;
        return stream.Kernel("binary", "mirrored_binary", stream.Grid.RowQuads(rows, columns), new Arguments
        {
            A = memory.Address<float>(operation.A),
            B = memory.AddressOrNull<float>(operation.B),
            Output = memory.Address<float>(operation.Output),
            Rows = rows,
            Columns = columns,
            Function = operation.Function,
            Broadcast = operation.Broadcast,
            Value = operation.Value,
        });
    }

    internal struct Arguments
    {
        public float* A;
        public float* B;
        public float* Output;
        public int Rows;
        public int Columns;
        public BinaryFunction Function;
        public Broadcast Broadcast;
        public float Value;
        public int Reserved;
    }
}
