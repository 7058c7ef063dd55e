namespace Mirrored;

/// <content>Normalization by the statistics of a batch.</content>
public sealed partial class StepBuilder
{
    private readonly List<Operation> _stateUpdates = [];

    /// <summary>What changes weights that no gradient changes, once on each replica, when the step's sums are there.</summary>
    internal IReadOnlyList<Operation> StateUpdates => _stateUpdates;

    /// <summary>Gives every channel mean 0 and variance 1 over the batch: <c>(x - mean) / sqrt(variance + epsilon)</c>.</summary>
    /// <param name="input"><c>(rows, ...)</c>.</param>
    /// <param name="axis">The axis of the channels, from 1.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="synchronized">True for statistics of the global batch; false for each leaf's own.</param>
    /// <param name="moving">The moving averages of mean and variance, <c>(channels)</c>, and their momentum.</param>
    /// <remarks>The variance is the mean square of the differences from the mean, which takes a second sum over the batch but
    /// does not cancel. With <c>g</c> the gradient of the output <c>y</c>, that of the input is
    /// <c>(g - mean g - y mean(g y)) / sqrt(variance + epsilon)</c>, with means over the same rows.</remarks>
    internal PlanTensor BatchNormalize(
        PlanTensor input, int axis, double epsilon, bool synchronized, (PlanTensor Mean, PlanTensor Variance, double Momentum) moving)
    {
        Channels channels = new(this, input.Shape, axis, synchronized);
        PlanTensor rows = View(StopGradient(input), channels.Matrix);
        PlanTensor mean = channels.Mean([rows], (moving.Mean, moving.Momentum))[0];
        PlanTensor centered = Subtract(rows, channels.Spread(mean));
        PlanTensor variance = channels.Mean([Square(centered)], (moving.Variance, moving.Momentum))[0];
        PlanTensor scale = channels.Spread(Rsqrt(Add(variance, epsilon)));
        PlanTensor normalized = Multiply(centered, scale);
        PlanTensor output = new(normalized, input.Shape);
        _tape.Record(output, input, gradient =>
        {
            PlanTensor g = View(gradient, channels.Matrix);
            IReadOnlyList<PlanTensor> means = channels.Mean([g, Multiply(g, normalized)]);
            PlanTensor rest = Subtract(Subtract(g, channels.Spread(means[0])), Multiply(normalized, channels.Spread(means[1])));
            return View(Multiply(rest, scale), input.Shape);
        });
        return output;
    }

    /// <summary>Scales and shifts by given statistics: <c>(x - mean) / sqrt(variance + epsilon)</c>.</summary>
    /// <inheritdoc cref="BatchNormalize"/>
    internal PlanTensor Standardize(PlanTensor input, int axis, double epsilon, PlanTensor mean, PlanTensor variance)
    {
        Channels channels = new(this, input.Shape, axis, synchronized: false);
        PlanTensor centered = Subtract(Reshape(input, channels.Matrix), channels.Spread(mean));
        return Reshape(Multiply(centered, channels.Spread(Rsqrt(Add(variance, epsilon)))), input.Shape);
    }

    /// <summary>Multiplies by, or adds, a number for each channel, usually a <see cref="Parameter"/>.</summary>
    internal PlanTensor PerChannel(BinaryFunction function, PlanTensor input, int axis, PlanTensor perChannel)
    {
        Channels channels = new(this, input.Shape, axis, synchronized: false);
        PlanTensor rows = Reshape(input, channels.Matrix), each = channels.Spread(perChannel);
        return Reshape(function == BinaryFunction.Multiply ? Multiply(rows, each) : Add(rows, each), input.Shape);
    }

    /// <summary>Sums the rows of some matrices over all leaves.</summary>
    private ReplicaSum SumOverReplicas(IReadOnlyList<PlanTensor> matrices, bool atEnd)
    {
        ReplicaSum sum = new()
        {
            Parts = [.. matrices.Select(m => new PlanTensor("part of a sum", m.RowLength, DType.Float32, MemoryRegion.LeafSums))],
            Sums = [.. matrices.Select(m => new PlanTensor("sum over replicas", m.RowLength, DType.Float32, MemoryRegion.GlobalSums))],
            AtEnd = atEnd,
        };
        for (int i = 0; i < matrices.Count; i++) ColumnSum(matrices[i], sum.Parts[i]);
        Note(sum);
        return sum;
    }

    private PlanTensor GlobalMean(PlanTensor sum, int positions)
    {
        PlanTensor mean = Like(sum);
        Note(new GlobalMeanOperation { Sum = sum, Positions = positions, Output = mean });
        return mean;
    }

    /// <summary>A batch seen as channels: means over all other axes, and numbers that meet them.</summary>
    private sealed class Channels
    {
        private readonly StepBuilder _step;
        private readonly bool _synchronized;
        private readonly int _outer;
        private readonly int _count;
        private readonly int _inner;

        public Channels(StepBuilder step, Shape shape, int axis, bool synchronized)
        {
            (_step, _synchronized, _count) = (step, synchronized, shape[axis]);
            _outer = checked((int)new Shape([.. shape.Take(axis)]).Length);
            _inner = checked((int)new Shape([.. shape.Skip(axis + 1)]).Length);
            Matrix = _inner == 1 ? [_outer, _count] : [_outer * _count, _inner];
        }

        /// <summary>The shape of a matrix that <see cref="Spread"/> fits.</summary>
        public Shape Matrix { get; }

        private int Positions => checked((int)((long)_outer * _inner / _step.Rows));

        /// <summary>The mean of each channel, of matrices whose sums are exchanged as one.</summary>
        /// <param name="matrices">Of the shape <see cref="Matrix"/>.</param>
        /// <param name="moving">A moving average of the first, and its momentum; null for none.</param>
        public IReadOnlyList<PlanTensor> Mean(
            IReadOnlyList<PlanTensor> matrices, (PlanTensor Average, double Momentum)? moving = null)
        {
            PlanTensor[] rows = [.. matrices.Select(SumInner)];
            if (!_synchronized && moving is null) return [.. rows.Select(r => OwnMean(_step.ColumnSum(r, Temporary("sum", _count))))];
            ReplicaSum sum = _step.SumOverReplicas(rows, atEnd: !_synchronized);
            if (moving is var (average, momentum))
                _step._stateUpdates.Add(new GlobalMeanOperation
                {
                    Sum = sum.Sums[0], Positions = Positions, Momentum = (float)momentum, Output = average,
                });
            return [.. _synchronized ? sum.Sums.Select(s => _step.GlobalMean(s, Positions)) : sum.Parts.Select(OwnMean)];
        }

        /// <summary>A number for each channel, so that it meets a matrix.</summary>
        public PlanTensor Spread(PlanTensor perChannel)
        {
            if (_inner == 1) return perChannel;
            PlanTensor like = Temporary("channels", [_outer, _count]);
            _step.Note(new FillOperation { Output = like });
            return _step.Reshape(_step.Add(like, perChannel), [_outer * _count, 1]);
        }

        private PlanTensor SumInner(PlanTensor matrix) => _inner == 1 ? matrix : View(_step.Sum(matrix), [_outer, _count]);

        private PlanTensor OwnMean(PlanTensor sum) => _step.Divide(sum, (double)_outer * _inner);
    }
}
