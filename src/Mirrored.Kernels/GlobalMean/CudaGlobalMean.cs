namespace Mirrored;

internal static unsafe class CudaGlobalMean
{
    public static PreparedOperation Prepare(GlobalMeanOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.Check();
        long count = operation.Output.Shape.Length;
        return stream.Kernel("global_mean", "mirrored_global_mean", stream.Grid.Elements(count), new Arguments
        {
            Sum = memory.Address<float>(operation.Sum),
            Output = memory.Address<float>(operation.Output),
            State = memory.State,
            Count = count,
            Positions = operation.Positions,
            Share = 1 - (operation.Momentum ?? 0),
            IsAverage = operation.Momentum is null ? 0 : 1,
        });
    }

    internal struct Arguments
    {
        public float* Sum;
        public float* Output;
        public StepState* State;
        public long Count;
        public int Positions;
        public float Share;
        public int IsAverage;
        public int Reserved;
    }
}
