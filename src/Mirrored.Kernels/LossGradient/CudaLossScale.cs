namespace Mirrored;

/// <summary>The twin of <c>LossScale</c> in loss_scale.cuh.</summary>
internal unsafe struct CudaLossScale
{
    public StepState* State;
    public float* Weights;
    public float Factor;
    public int RowsPerWeight;

    public static CudaLossScale Create(LossScale scale, Operation operation, int rows, MemoryMap memory) => new()
    {
        State = scale.ByStep ? memory.State : null,
        Weights = memory.AddressOrNull<float>(scale.Weights),
        Factor = scale.Factor,
        RowsPerWeight = scale.Weights is null ? 1 : LossScale.RowsPerWeight(operation, scale.Weights, rows),
    };
}
