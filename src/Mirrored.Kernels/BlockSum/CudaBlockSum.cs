namespace Mirrored;

internal static unsafe class CudaBlockSum
{
    public static PreparedOperation Prepare(BlockSumOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Check();
        return stream.Kernel("block_sum", "mirrored_block_sum", stream.Grid.Elements(count), new Arguments
        {
            Weights = memory.Address<float>(operation.Weights),
            Gradients = memory.AddressOrNull<float>(operation.Gradients),
            Segments = memory.Address<Segment>(operation.Segments.Table),
            Blocks = memory.Address<int>(operation.Segments.Blocks),
            Sums = memory.Address<double>(operation.Segments.Sums),
            State = memory.State,
            Count = count,
            ClipValue = (float)operation.ClipValue,
        });
    }

    internal struct Arguments
    {
        public float* Weights;
        public float* Gradients;
        public Segment* Segments;
        public int* Blocks;
        public double* Sums;
        public StepState* State;
        public long Count;
        public float ClipValue;
        public int Reserved;
    }
}
