namespace Mirrored;

internal static unsafe class CudaFindNonFinite
{
    public static PreparedOperation Prepare(FindNonFiniteOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Check() * Segment.BlockLength;
        return stream.Kernel("find_non_finite", "mirrored_find_non_finite", stream.Grid.Quads(count), new Arguments
        {
            Gradients = memory.Address<float>(operation.Gradients),
            Blocks = memory.Address<int>(operation.Segments.Blocks),
            Record = (long*)operation.Record,
            Signal = (long*)operation.Signal,
            State = memory.State,
            Count = count,
            Segments = operation.Segments.Count,
            Stays = operation.Stays ? 1 : 0,
        });
    }

    internal struct Arguments
    {
        public float* Gradients;
        public int* Blocks;
        public long* Record;
        public long* Signal;
        public StepState* State;
        public long Count;
        public int Segments;
        public int Stays;
    }
}
