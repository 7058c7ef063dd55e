namespace Mirrored;

internal static unsafe class CudaLossGradient
{
    public static PreparedOperation Prepare(LossGradientOperation operation, MemoryMap memory, CudaStream stream)
    {
        int rows = checked((int)operation.Output.Shape.Length);
        operation.Require(operation.Output, DType.Float32, rows);
        return stream.Kernel("loss_gradient", "mirrored_loss_gradient", stream.Grid.Elements(rows), new Arguments
        {
            Scale = CudaLossScale.Create(operation.Scale, operation, rows, memory),
            Output = memory.Address<float>(operation.Output),
            Rows = rows,
        });
    }

    internal struct Arguments
    {
        public CudaLossScale Scale;
        public float* Output;
        public long Rows;
    }
}
