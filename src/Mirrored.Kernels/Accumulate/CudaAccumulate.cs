namespace Mirrored;

internal static unsafe class CudaAccumulate
{
    public static PreparedOperation Prepare(AccumulateOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Input.Shape.Length;
        operation.Require(operation.Input, DType.Float32, count);
        operation.Require(operation.Accumulator, DType.Float64, 1);
        return stream.Kernel("accumulate", "mirrored_accumulate", CudaGrid.OneBlock, new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Accumulator = memory.Address<double>(operation.Accumulator),
            Count = count,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public double* Accumulator;
        public long Count;
    }
}
