namespace Mirrored;

/// <summary>The twin of <c>LossArguments</c> in loss_scale.cuh: what every <see cref="LossOperation"/> is given.</summary>
internal unsafe struct CudaLossArguments
{
    public float* Predictions;
    public float* Labels;
    public float* RowLoss;
    public float* Gradient;
    public CudaLossScale Scale;
    public int Rows;
    public int Columns;
    public int Function;
    public float Parameter;

    public static CudaLossArguments Create(LossOperation operation, int function, MemoryMap memory)
    {
        operation.RequireShapes();
        return new CudaLossArguments
        {
            Predictions = memory.Address<float>(operation.Predictions),
            Labels = memory.Address<float>(operation.Labels),
            RowLoss = memory.AddressOrNull<float>(operation.RowLoss),
            Gradient = memory.AddressOrNull<float>(operation.Gradient),
            Scale = CudaLossScale.Create(operation.Scale, operation, operation.Rows, memory),
            Rows = operation.Rows,
            Columns = operation.Predictions.RowLength,
            Function = function,
            Parameter = operation.Parameter,
        };
    }
}
