namespace Mirrored;

internal static unsafe class CudaAddPenalty
{
    public static PreparedOperation Prepare(AddPenaltyOperation operation, MemoryMap memory, CudaStream stream)
    {
        long count = operation.Sums.Shape.Length;
        operation.Require(operation.Sums, DType.Float64, count);
        operation.Require(operation.Accumulator, DType.Float64, 1);
        return stream.Kernel("add_penalty", "mirrored_add_penalty", CudaGrid.LaneSums(1), new Arguments
        {
            Sums = memory.Address<double>(operation.Sums),
            Accumulator = memory.Address<double>(operation.Accumulator),
            State = memory.State,
            Count = count,
        });
    }

    internal struct Arguments
    {
        public double* Sums;
        public double* Accumulator;
        public StepState* State;
        public long Count;
    }
}
