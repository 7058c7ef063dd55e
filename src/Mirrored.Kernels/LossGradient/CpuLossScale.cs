namespace Mirrored;

/// <summary>A <see cref="LossScale"/> bound to memory.</summary>
internal readonly unsafe struct CpuLossScale
{
    private readonly StepState* _state;
    private readonly float* _weights;
    private readonly float _factor;
    private readonly int _rowsPerWeight;

    public CpuLossScale(LossScale scale, Operation operation, int rows, MemoryMap memory)
    {
        _state = scale.ByStep ? memory.State : null;
        _factor = scale.Factor;
        _weights = memory.AddressOrNull<float>(scale.Weights);
        _rowsPerWeight = scale.Weights is null ? 1 : LossScale.RowsPerWeight(operation, scale.Weights, rows);
    }

    /// <summary>The scale of a row.</summary>
    public float At(int row)
    {
        float scale = (_state is null ? 1 : _state->GradientScale * _state->LossScale) * _factor;
        return _weights is null ? scale : scale * _weights[row / _rowsPerWeight];
    }
}
