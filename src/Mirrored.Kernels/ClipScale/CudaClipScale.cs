namespace Mirrored;

internal static unsafe class CudaClipScale
{
    public static PreparedOperation Prepare(ClipScaleOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.Check();
        int norms = operation.Global ? Math.Min(1, operation.Trained) : operation.Trained;
        return stream.Kernel("clip_scale", "mirrored_clip_scale", CudaGrid.LaneSums(norms), new Arguments
        {
            Segments = memory.Address<Segment>(operation.Segments.Table),
            Sums = memory.Address<double>(operation.Segments.Sums),
            Scales = memory.Address<float>(operation.Segments.Scales),
            Blocks = operation.Blocks,
            Limit = operation.Limit,
            Trained = operation.Trained,
            Global = operation.Global ? 1 : 0,
        });
    }

    internal struct Arguments
    {
        public Segment* Segments;
        public double* Sums;
        public float* Scales;
        public long Blocks;
        public double Limit;
        public int Trained;
        public int Global;
    }
}
