namespace Mirrored;

internal static unsafe class CudaAccumulate
{
    public static PreparedOperation Prepare(AccumulateOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rowsPerWeight = operation.RequireShapes();
        CudaLaunch grid = stream.Grid.OneBlockEach(operation.Accumulator.Shape.Length);
        return stream.Kernel("accumulate", "mirrored_accumulate", grid, new Arguments
        {
            Input = memory.Address<float>(operation.Input),
            Weights = memory.AddressOrNull<float>(operation.Weights),
            Accumulator = memory.Address<double>(operation.Accumulator),
            Guard = memory.AddressOrNull<float>(operation.Guard),
            State = memory.State,
            Rows = operation.Input.Rows,
            Columns = operation.Input.RowLength,
            RowsPerWeight = rowsPerWeight,
            PerBatch = operation.PerBatch ? 1 : 0,
            Count = (int)operation.Count,
            AddsToGuard = operation.AddsToGuard ? 1 : 0,
            Factor = operation.Factor,
        });
    }

    internal struct Arguments
    {
        public float* Input;
        public float* Weights;
        public double* Accumulator;
        public float* Guard;
        public StepState* State;
        public int Rows;
        public int Columns;
        public int RowsPerWeight;
        public int PerBatch;
        public int Count;
        public int AddsToGuard;
        public double Factor;
    }
}
