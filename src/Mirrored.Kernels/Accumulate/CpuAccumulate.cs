using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Every chunk's sum and the sum of the chunks begin at +0. Not in vectors: a step has few rows, and the
/// order is one after the other.</remarks>
internal sealed unsafe class CpuAccumulate : PreparedOperation
{
    private readonly StepState* _state;
    private readonly float* _input;
    private readonly float* _weights;
    private readonly double* _accumulator;
    private readonly float* _guard;
    private readonly bool _addsToGuard;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _rowsPerWeight;
    private readonly double _factor;
    private readonly bool _perBatch;
    private readonly AccumulateCount _count;

    public CpuAccumulate(AccumulateOperation operation, MemoryMap memory)
    {
        _rowsPerWeight = operation.RequireShapes();
        _rows = operation.Input.Rows;
        _columns = operation.Input.RowLength;
        (_factor, _perBatch) = (operation.Factor, operation.PerBatch);
        _count = operation.Count;
        _state = memory.State;
        _input = memory.Address<float>(operation.Input);
        _weights = memory.AddressOrNull<float>(operation.Weights);
        _guard = memory.AddressOrNull<float>(operation.Guard);
        _addsToGuard = operation.AddsToGuard;
        _accumulator = memory.Address<double>(operation.Accumulator);
    }

    public override void Launch()
    {
        double factor = _perBatch ? _factor * _state->GlobalRows : _factor;
        for (int column = 0; column < _columns; column++)
        {
            double sum = Sum(_input + column, _columns);
            _accumulator[column] += sum * factor;
            if (column == 0 && _guard is not null) *_guard = (_addsToGuard ? *_guard : 0) + (float)(sum - sum);
        }

        if (_count == AccumulateCount.None) return;
        float one = 1;
        bool weighted = _count == AccumulateCount.Weights && _weights is not null;
        _accumulator[_columns] += weighted ? Sum(&one, 0) : _rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sum(float* first, int stride)
    {
        double sum = 0;
        for (int chunk = 0; chunk < _rows; chunk += AccumulateOperation.Chunk)
        {
            double chunkSum = 0;
            int end = Math.Min(_rows, chunk + AccumulateOperation.Chunk);
            for (int i = chunk; i < end; i++)
            {
                double weight = _weights is null ? 1 : _weights[i / _rowsPerWeight];
                chunkSum += weight * first[(long)i * stride];
            }

            sum += chunkSum;
        }

        return sum;
    }
}
