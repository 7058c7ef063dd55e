using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuElementLoss<TSimd, TFloat, TInt> : CpuRowOperation
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Elementary operations per element of the usual rule: two logarithms or an exponential and a logarithm.</summary>
    private const int Cost = 40;

    private readonly CpuLossScale _scale;
    private readonly float* _predictions;
    private readonly float* _labels;
    private readonly float* _rowLoss;
    private readonly float* _gradient;
    private readonly int _columns;
    private readonly float _divisor;
    private readonly float _parameter;
    private readonly ElementLossFunction _function;

    public CpuElementLoss(ElementLossOperation operation, MemoryMap memory, WorkerPool pool)
        : base(operation.Rows, operation.Predictions.RowLength * Cost, pool)
    {
        operation.RequireShapes();
        _columns = operation.Predictions.RowLength;
        _divisor = operation.Divisor;
        _parameter = operation.Parameter;
        _function = operation.Function;
        _scale = new CpuLossScale(operation.Scale, operation, operation.Rows, memory);
        _predictions = memory.Address<float>(operation.Predictions);
        _labels = memory.Address<float>(operation.Labels);
        _rowLoss = memory.AddressOrNull<float>(operation.RowLoss);
        _gradient = memory.AddressOrNull<float>(operation.Gradient);
    }

    public override void RunRows(int start, int end)
    {
        switch (_function)
        {
            case ElementLossFunction.SquaredError: RunRows<SquaredErrorLoss>(start, end); break;
            case ElementLossFunction.AbsoluteError: RunRows<AbsoluteErrorLoss>(start, end); break;
            case ElementLossFunction.PercentageError: RunRows<PercentageErrorLoss>(start, end); break;
            case ElementLossFunction.SquaredLogarithmicError: RunRows<SquaredLogarithmicErrorLoss>(start, end); break;
            case ElementLossFunction.Huber: RunRows<HuberLoss>(start, end); break;
            case ElementLossFunction.LogCosh: RunRows<LogCoshLoss>(start, end); break;
            case ElementLossFunction.Poisson: RunRows<PoissonLoss>(start, end); break;
            case ElementLossFunction.KLDivergence: RunRows<KLDivergenceLoss>(start, end); break;
            case ElementLossFunction.Hinge: RunRows<HingeLoss>(start, end); break;
            case ElementLossFunction.SquaredHinge: RunRows<SquaredHingeLoss>(start, end); break;
            case ElementLossFunction.BinaryCrossEntropy: RunRows<BinaryCrossEntropyLoss>(start, end); break;
            case ElementLossFunction.BinaryCrossEntropyFromLogit: RunRows<BinaryCrossEntropyFromLogitLoss>(start, end); break;
            case ElementLossFunction.BinaryAccuracy: RunRows<BinaryAccuracyLoss>(start, end); break;
            default: throw new InvalidOperationException($"ElementLoss: unknown function {_function}.");
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunRows<TLoss>(int start, int end)
        where TLoss : struct, IElementLoss
    {
        float* lanes = stackalloc float[TSimd.Width];
        for (int row = start; row < end; row++)
        {
            long at = (long)row * _columns;
            TFloat factor = TSimd.Broadcast(_gradient is null ? 0 : _scale.At(row) / _divisor);
            float sum = 0;
            for (int column = 0; column < _columns; column += TSimd.Width)
            {
                int left = _columns - column;
                TFloat p = TSimd.LoadPartial(_predictions + at + column, left), t = TSimd.LoadPartial(_labels + at + column, left);
                TSimd.Store(lanes, TLoss.Loss<TSimd, TFloat, TInt>(p, t, _parameter, out TFloat slope));
                if (_gradient is not null) TSimd.StorePartial(_gradient + at + column, TSimd.Multiply(slope, factor), left);
                for (int lane = 0; lane < Math.Min(left, TSimd.Width); lane++) sum += lanes[lane];
            }

            if (_rowLoss is not null) _rowLoss[row] = sum / _divisor;
        }
    }
}
