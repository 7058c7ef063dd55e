namespace Mirrored;

internal static unsafe class CudaGather
{
    public static PreparedOperation Prepare(GatherOperation operation, MemoryMap memory, CudaStream stream)
    {
        PlanTensor output = operation.Output;
        (string entry, DType type) = (operation.From, operation.Source) switch
        {
            (GatherSource.Features, DType.Float32) => ("mirrored_gather_floats", DType.Float32),
            (GatherSource.Features, DType.UInt8) => ("mirrored_gather_bytes", DType.Float32),
            (GatherSource.Labels, DType.Float32) => ("mirrored_gather_label_words", DType.Float32),
            (GatherSource.Labels, DType.Int32) => ("mirrored_gather_label_words", DType.Int32),
            (GatherSource.Labels, DType.UInt8) => ("mirrored_gather_label_bytes", DType.Int32),
            (GatherSource.Weights, DType.Float32) => ("mirrored_gather_weights", DType.Float32),
            _ => throw new ArgumentException(
                $"{operation.Name}: no {operation.From.ToString().ToLowerInvariant()} of {operation.Source}; "
                + "labels are Int32, UInt8 or Float32, features Float32 or UInt8, weights Float32."),
        };
        operation.Require(output, type, output.Rows, output.RowLength);
        return stream.Kernel("gather", entry, stream.Grid.Quads(output.Shape.Length), new Arguments
        {
            Feed = memory.Feed,
            Output = memory.Address<byte>(output),
            Rows = output.Rows,
            RowLength = output.RowLength,
        });
    }

    internal struct Arguments
    {
        public StepFeed* Feed;
        public void* Output;
        public int Rows;
        public int RowLength;
    }
}
