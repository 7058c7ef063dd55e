namespace Mirrored;

/// <remarks>One number after the other, but for the exponentials of logits: rows are short, and their sums have an order.</remarks>
internal sealed unsafe class CpuVectorLoss<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element: an exponential or logarithm, and divisions.</summary>
    private const int Cost = 40;

    private readonly CpuLossScale _scale;
    private readonly float* _predictions;
    private readonly float* _labels;
    private readonly float* _rowLoss;
    private readonly float* _gradient;
    private readonly int _columns;
    private readonly VectorLossRow _rule;
    private readonly VectorLossFunction _function;

    public CpuVectorLoss(VectorLossOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Predictions.RowLength * Cost, pool)
    {
        operation.RequireShapes();
        _columns = operation.Predictions.RowLength;
        _function = operation.Function;
        _rule = new VectorLossRow(_columns, operation.Parameter);
        _scale = new CpuLossScale(operation.Scale, operation, operation.Rows, memory);
        _predictions = memory.Address<float>(operation.Predictions);
        _labels = memory.Address<float>(operation.Labels);
        _rowLoss = memory.AddressOrNull<float>(operation.RowLoss);
        _gradient = memory.AddressOrNull<float>(operation.Gradient);
    }

    public override void RunRows(int start, int end)
    {
        for (int row = start; row < end; row++)
        {
            long at = (long)row * _columns;
            float* p = _predictions + at, t = _labels + at, gradient = _gradient is null ? null : _gradient + at;
            float scale = gradient is null ? 0 : _scale.At(row);
            float loss = _function switch
            {
                VectorLossFunction.CategoricalCrossEntropy => _rule.CrossEntropy(p, t, gradient, scale),
                VectorLossFunction.CategoricalCrossEntropyFromLogits => FromLogits(p, t, gradient, scale),
                VectorLossFunction.CategoricalHinge => _rule.Hinge(p, t, gradient, scale),
                VectorLossFunction.CosineSimilarity => _rule.Cosine(p, t, gradient, scale),
                _ => throw new InvalidOperationException($"VectorLoss: unknown function {_function}."),
            };
            if (_rowLoss is not null) _rowLoss[row] = loss;
        }
    }

    private float FromLogits(float* z, float* t, float* gradient, float scale)
    {
        float max = SoftmaxRow.Max<TSimd, TFloat, TInt>(z, _columns);
        float log = VectorMath.Log(SoftmaxRow.ExpSum<TSimd, TFloat, TInt>(z, max, null, _columns));
        float loss = 0, all = 0;
        for (int column = 0; column < _columns; column++)
        {
            float label = _rule.Smooth(t[column]);
            loss = MathF.FusedMultiplyAdd(label, log - (z[column] - max), loss);
            all += label;
        }

        if (gradient is null) return loss;
        float sum = SoftmaxRow.ExpSum<TSimd, TFloat, TInt>(z, max, gradient, _columns);
        for (int column = 0; column < _columns; column++)
            gradient[column] = (gradient[column] / sum * all - _rule.Smooth(t[column])) * scale;
        return loss;
    }
}
