namespace Mirrored;

internal sealed unsafe class CpuLossGradient : PreparedOperation
{
    private readonly CpuLossScale _scale;
    private readonly float* _output;
    private readonly int _rows;

    public CpuLossGradient(LossGradientOperation operation, MemoryMap memory)
    {
        _rows = checked((int)operation.Output.Shape.Length);
        operation.Require(operation.Output, DType.Float32, _rows);
        _scale = new CpuLossScale(operation.Scale, operation, _rows, memory);
        _output = memory.Address<float>(operation.Output);
    }

    public override void Launch()
    {
        for (int row = 0; row < _rows; row++) _output[row] = _scale.At(row);
    }
}
