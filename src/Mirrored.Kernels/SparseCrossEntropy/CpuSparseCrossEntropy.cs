using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>The loss from logits is <c>log(sum) - (z_label - max)</c>. Probabilities come here only from models that end in something else than softmax, so they are worked on one
/// by one.</remarks>
internal sealed unsafe class CpuSparseCrossEntropy<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: the exponential and the division.</summary>
    private const int Cost = 24;

    private const float SmallestProbability = 1e-7f;
    private const float LargestProbability = (float)(1 - 1e-7);

    private readonly CpuLossScale _scale;
    private readonly float* _predictions;
    private readonly int* _labels;
    private readonly float* _rowLoss;
    private readonly float* _correct;
    private readonly float* _gradient;
    private readonly int _columns;
    private readonly bool _fromProbabilities;

    public CpuSparseCrossEntropy(SparseCrossEntropyOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Predictions.RowLength * Cost, pool)
    {
        _columns = operation.Predictions.RowLength;
        operation.Require(operation.Predictions, DType.Float32, operation.Rows, _columns);
        operation.Require(operation.Labels, DType.Int32, operation.Rows, 1);
        if (operation.RowLoss is not null) operation.Require(operation.RowLoss, DType.Float32, operation.Rows, 1);
        if (operation.Correct is not null) operation.Require(operation.Correct, DType.Float32, operation.Rows, 1);
        if (operation.Gradient is not null)
            operation.Require(operation.Gradient, DType.Float32, operation.Rows, _columns);
        _scale = new CpuLossScale(operation.Scale, operation, operation.Rows, memory);
        _predictions = memory.Address<float>(operation.Predictions);
        _labels = memory.Address<int>(operation.Labels);
        _rowLoss = memory.AddressOrNull<float>(operation.RowLoss);
        _correct = memory.AddressOrNull<float>(operation.Correct);
        _gradient = memory.AddressOrNull<float>(operation.Gradient);
        _fromProbabilities = operation.FromProbabilities;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            float* predictions = _predictions + (long)row * _columns;
            float* gradient = _gradient is null ? null : _gradient + (long)row * _columns;
            int label = _labels[row];
            if (_correct is not null) _correct[row] = FirstLargest.IsAt(label, predictions, _columns);
            float scale = gradient is null ? 0 : _scale.At(row);
            float loss =
                (uint)label >= (uint)_columns ? Spoil(gradient)
                : _fromProbabilities ? RunProbabilities(predictions, label, gradient, scale)
                : RunLogits(predictions, label, gradient, scale);
            if (_rowLoss is not null) _rowLoss[row] = loss;
        }
    }

    /// <summary>The loss and gradient of a label that is no column: NaN.</summary>
    private float Spoil(float* gradient)
    {
        if (gradient is not null) new Span<float>(gradient, _columns).Fill(float.NaN);
        return float.NaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float RunLogits(float* z, int label, float* gradient, float scale)
    {
        float max = SoftmaxRow.Max<TSimd, TFloat, TInt>(z, _columns);
        float shifted = z[label] - max;
        float sum = SoftmaxRow.ExpSum<TSimd, TFloat, TInt>(z, max, gradient, _columns);
        float loss = VectorMath.Log(sum) - shifted;
        if (gradient is null) return loss;

        TInt labels = TSimd.BroadcastInt((uint)label);
        TInt one = TSimd.AsInt(TSimd.Broadcast(1));
        for (int column = 0; column < _columns; column += TSimd.Width)
        {
            int left = _columns - column;
            TInt columns = TSimd.AddInt(TSimd.Sequence, TSimd.BroadcastInt((uint)column));
            TInt isLabel = TSimd.And(TSimd.GreaterOrEqual(columns, labels), TSimd.GreaterOrEqual(labels, columns));
            TFloat p = TSimd.Divide(TSimd.LoadPartial(gradient + column, left), TSimd.Broadcast(sum));
            TFloat difference = TSimd.Subtract(p, TSimd.AsFloat(TSimd.And(isLabel, one)));
            TSimd.StorePartial(gradient + column, TSimd.Multiply(difference, TSimd.Broadcast(scale)), left);
        }

        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float RunProbabilities(float* p, int label, float* gradient, float scale)
    {
        float sum = 0;
        for (int column = 0; column < _columns; column++) sum += Clip(p[column]);
        float chosen = Clip(p[label]);
        float loss = VectorMath.Log(sum) - VectorMath.Log(chosen);
        if (gradient is null) return loss;

        float all = 1 / sum;
        for (int column = 0; column < _columns; column++)
        {
            bool clipped = p[column] < SmallestProbability || p[column] > LargestProbability;
            gradient[column] = clipped ? 0 : (column == label ? all - 1 / chosen : all) * scale;
        }

        return loss;
    }

    /// <summary>Into the open interval from 0 to 1; NaN stays NaN.</summary>
    private static float Clip(float p) =>
        p < SmallestProbability ? SmallestProbability : p > LargestProbability ? LargestProbability : p;
}
