using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuConfusionMatrix : PreparedOperation
{
    private readonly int* _labels;
    private readonly int* _predictions;
    private readonly float* _weights;
    private readonly double* _accumulator;
    private readonly int _rows;
    private readonly int _classes;
    private readonly int _rowsPerWeight;

    public CpuConfusionMatrix(ConfusionMatrixOperation operation, MemoryMap memory)
    {
        _rowsPerWeight = operation.RequireShapes();
        (_rows, _classes) = (operation.Labels.Rows, operation.Classes);
        _labels = memory.Address<int>(operation.Labels);
        _predictions = memory.Address<int>(operation.Predictions);
        _weights = memory.AddressOrNull<float>(operation.Weights);
        _accumulator = memory.Address<double>(operation.Accumulator);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Launch()
    {
        for (int row = 0; row < _rows; row++)
        {
            int label = _labels[row], prediction = _predictions[row];
            if ((uint)label >= (uint)_classes || (uint)prediction >= (uint)_classes) continue;
            _accumulator[(long)label * _classes + prediction] += _weights is null ? 1 : _weights[row / _rowsPerWeight];
        }
    }
}
