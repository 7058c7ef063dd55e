namespace Mirrored;

internal static unsafe class CudaChecksum
{
    public static PreparedOperation Prepare(ChecksumOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Input.Shape.Length;
        operation.Require(operation.Input, DType.Float32, count);
        ArgumentOutOfRangeException.ThrowIfZero(operation.Output);
        return stream.Kernel("checksum", "mirrored_checksum", CudaGrid.Blocks(ChecksumOperation.Parts), new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Output = (ulong*)operation.Output,
            Count = count,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public ulong* Output;
        public long Count;
    }
}
