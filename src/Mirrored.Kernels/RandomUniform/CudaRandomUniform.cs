namespace Mirrored;

internal static unsafe class CudaRandomUniform
{
    public static PreparedOperation Prepare(RandomUniformOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Output.Shape.Length;
        operation.Require(operation.Output, DType.Float32, count);
        if (count / Philox.Words > uint.MaxValue)
            throw new ArgumentException(
                $"{operation.Name}: {operation.Output} has more than 2^34 elements, which the counter cannot tell apart.");
        return stream.Kernel("random_uniform", "mirrored_random_uniform", stream.Grid.Quads(count), new Arguments
        {
            Output = memory.Address<float>(operation.Output),
            Count = count,
            Seed = operation.Seed,
            Stream = operation.Stream,
            Minimum = operation.Minimum,
            Maximum = operation.Maximum,
        });
    }

    internal struct Arguments
    {
        public float* Output;
        public long Count;
        public ulong Seed;
        public uint Stream;
        public float Minimum;
        public float Maximum;
        public int Reserved;
    }
}
