namespace Mirrored;

internal static unsafe class CudaFill
{
    public static PreparedOperation Prepare(FillOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Output.Shape.Length;
        operation.Require(operation.Output, DType.Float32, count);
        return stream.Kernel("fill", "mirrored_fill", stream.Grid.Quads(count), new Arguments
        {
            Output = memory.Address<float>(operation.Output),
            Count = count,
            Value = operation.Value,
        });
    }

    internal struct Arguments
    {
        public float* Output;
        public long Count;
        public float Value;
        public int Reserved;
    }
}
