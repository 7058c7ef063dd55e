using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuThresholdCounts : PreparedOperation
{
    private readonly float* _predictions;
    private readonly float* _labels;
    private readonly float* _weights;
    private readonly double* _accumulator;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _column;
    private readonly int _rowsPerWeight;
    private readonly float[] _thresholds;
    private readonly double[] _counts;

    public CpuThresholdCounts(ThresholdCountsOperation operation, MemoryMap memory)
    {
        _rowsPerWeight = operation.RequireShapes();
        (_rows, _columns, _column) = (operation.Predictions.Rows, operation.Predictions.RowLength, operation.Column);
        _thresholds = [.. Enumerable.Range(0, operation.Thresholds).Select(operation.ThresholdAt)];
        _counts = new double[2 * (_thresholds.Length + 1)];
        _predictions = memory.Address<float>(operation.Predictions);
        _labels = memory.Address<float>(operation.Labels);
        _weights = memory.AddressOrNull<float>(operation.Weights);
        _accumulator = memory.Address<double>(operation.Accumulator);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Launch()
    {
        _counts.AsSpan().Clear();
        int first = Math.Max(0, _column), end = _column < 0 ? _columns : _column + 1;
        for (int row = 0; row < _rows; row++)
        {
            double weight = _weights is null ? 1 : _weights[row / _rowsPerWeight];
            for (int column = first; column < end; column++)
            {
                long at = (long)row * _columns + column;
                _counts[(_labels[at] > 0 ? _thresholds.Length + 1 : 0) + Exceeded(_predictions[at])] += weight;
            }
        }

        for (int i = 0; i < _counts.Length; i++) _accumulator[i] += _counts[i];
    }

    /// <summary>The number of thresholds below a number: they ascend, so it is found by halving.</summary>
    private int Exceeded(float number)
    {
        int low = 0, high = _thresholds.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (number > _thresholds[middle]) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
