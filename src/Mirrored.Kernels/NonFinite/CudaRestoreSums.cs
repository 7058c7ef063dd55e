namespace Mirrored;

internal static unsafe class CudaRestoreSums
{
    public static PreparedOperation Prepare(RestoreSumsOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.Check();
        return stream.Kernel("restore_sums", "mirrored_restore_sums", CudaGrid.Blocks(1), new Arguments
        {
            Sums = (double*)operation.Sums,
            Kept = (double*)operation.Kept,
            Record = (long*)operation.Record,
            State = memory.State,
            Count = operation.Count,
        });
    }

    internal struct Arguments
    {
        public double* Sums;
        public double* Kept;
        public long* Record;
        public StepState* State;
        public int Count;
        public int Reserved;
    }
}
