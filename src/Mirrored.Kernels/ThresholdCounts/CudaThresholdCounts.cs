namespace Mirrored;

internal static unsafe class CudaThresholdCounts
{
    public static PreparedOperation Prepare(ThresholdCountsOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rowsPerWeight = operation.RequireShapes();
        CudaLaunch grid = stream.Grid.Elements(operation.Accumulator.Shape.Length);
        return stream.Kernel("threshold_counts", "mirrored_threshold_counts", grid, new Arguments
        {
            Predictions = memory.Address<float>(operation.Predictions),
            Labels = memory.Address<float>(operation.Labels),
            Weights = memory.AddressOrNull<float>(operation.Weights),
            Accumulator = memory.Address<double>(operation.Accumulator),
            Rows = operation.Predictions.Rows,
            Columns = operation.Predictions.RowLength,
            RowsPerWeight = rowsPerWeight,
            Column = operation.Column,
            Thresholds = operation.Thresholds,
            Threshold = operation.Threshold,
        });
    }

    internal struct Arguments
    {
        public float* Predictions;
        public float* Labels;
        public float* Weights;
        public double* Accumulator;
        public int Rows;
        public int Columns;
        public int RowsPerWeight;
        public int Column;
        public int Thresholds;
        public float Threshold;
    }
}
