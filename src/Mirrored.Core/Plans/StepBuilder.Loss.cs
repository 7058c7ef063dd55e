namespace Mirrored;

public sealed partial class StepBuilder
{
    private readonly Dictionary<PlanTensor, PlanTensor> _casts = [];
    private PlanTensor? _labels;
    private PlanTensor? _weights;
    private PlanTensor? _loss;
    private PlanTensor? _lossGradient;
    private LossScale _lossScale = LossScale.OfStep;
    private bool _lossIsGuarded;

    /// <summary>What training notes in whether the loss is finite; null for nothing.</summary>
    internal PlanTensor? LossGuard { get; init; }

    /// <summary>The labels of the step's rows: int32 when they were integers, else float32.</summary>
    internal PlanTensor Labels => _labels ?? throw new InvalidOperationException("A prediction has no labels.");

    /// <summary>The weights of the step's rows, <c>(rows)</c>; null when all weigh the same.</summary>
    internal PlanTensor? Weights => _weights;

    /// <summary>Brings the step's rows in: the features, and the labels and weights unless this is a prediction.</summary>
    internal PlanTensor Begin(Shape inputShape)
    {
        if (Mode != StepMode.Predict)
        {
            DType type = _key.Labels == DType.Float32 ? DType.Float32 : DType.Int32;
            _labels = Temporary("labels", _key.LabelShape.Prepend(Rows), type);
            _operations.Add(new GatherOperation { From = GatherSource.Labels, Source = _key.Labels, Output = _labels });
        }

        if (Mode != StepMode.Predict && _key.Weighted)
        {
            _weights = Temporary("weights", Rows);
            _operations.Add(new GatherOperation { From = GatherSource.Weights, Source = DType.Float32, Output = _weights });
        }

        PlanTensor features = Temporary("input", inputShape.Prepend(Rows));
        _operations.Add(new GatherOperation { Source = _key.Features, Output = features });
        return features;
    }

    /// <summary>Keeps a tensor's numbers until the plan has run.</summary>
    internal void Keep(PlanTensor tensor) => _kept.Add(tensor);

    /// <summary>Numbers as another type: labels that were integers as float32, or the other way round.</summary>
    internal PlanTensor Cast(PlanTensor tensor, DType type)
    {
        if (tensor.DType == type) return tensor;
        if (_casts.TryGetValue(tensor, out PlanTensor? known)) return known;
        PlanTensor output = Temporary(tensor.Name, tensor.Shape, type);
        _operations.Add(new CastOperation { Input = tensor, Output = output });
        _casts.Add(tensor, output);
        return output;
    }

    /// <summary>A tensor of one axis.</summary>
    internal static PlanTensor Flat(PlanTensor tensor) => View(tensor, checked((int)tensor.Shape.Length));

    /// <summary>The sum of each row's numbers, without a gradient.</summary>
    /// <param name="values"><c>(rows, ...)</c>.</param>
    /// <returns><c>(rows)</c>.</returns>
    internal PlanTensor RowTotals(PlanTensor values)
    {
        if (values.Shape.Length == Rows) return Flat(values);
        PlanTensor totals = Temporary("totals", Rows);
        _operations.Add(new RowReduceOperation
        {
            Function = RowFunction.Sum, Input = View(values, [Rows, values.RowLength]), Output = totals,
        });
        return totals;
    }

    /// <summary>Makes a tensor what training makes small; of several the last.</summary>
    /// <param name="losses"><c>(rows, ...)</c>.</param>
    /// <param name="mean">Whether a row's loss is the mean of its numbers rather than their sum.</param>
    /// <returns>The same tensor.</returns>
    internal PlanTensor Minimize(PlanTensor losses, bool mean = true)
    {
        _loss = losses;
        _lossScale = LossScale.OfStep with { Weights = _weights, Factor = mean ? 1f / Math.Max(1, losses.RowLength) : 1 };
        return losses;
    }

    /// <summary>Adds the numbers of all rows to running sums, one for each column.</summary>
    /// <param name="values"><c>(rows, n)</c>, or <c>(rows)</c> for one sum.</param>
    /// <param name="sum">The first sum's number.</param>
    /// <param name="weights">The weights of the rows, or null.</param>
    /// <param name="count">What is counted in the sum behind them.</param>
    /// <param name="factor">What the sums are multiplied by.</param>
    /// <param name="perBatch">See <see cref="AccumulateOperation.PerBatch"/>.</param>
    internal void Accumulate(
        PlanTensor values, int sum, PlanTensor? weights = null, AccumulateCount count = AccumulateCount.None,
        double factor = 1, bool perBatch = false)
    {
        int sums = values.RowLength + (count == AccumulateCount.None ? 0 : 1);
        PlanTensor? guard = Training && sum == 0 ? LossGuard : null; // Layers and the model's loss add to the first sum.
        _operations.Add(new AccumulateOperation
        {
            Input = values, Weights = weights, Count = count, Factor = factor, PerBatch = perBatch,
            Accumulator = SumsAt(sum, sums), Guard = guard, AddsToGuard = _lossIsGuarded,
        });
        _lossIsGuarded |= guard is not null;
    }

    /// <summary>Adds the penalty on the weights to the loss; its gradient is part of the update.</summary>
    internal void AddPenalty(ParameterLayout layout)
    {
        int length = checked((int)(layout.Bytes / sizeof(float)));
        SegmentTensors segments = layout.Segments.Tensors;
        _operations.Add(new BlockSumOperation
        {
            Weights = new PlanTensor("weights", length, DType.Float32, MemoryRegion.Weights), Segments = segments,
        });
        _operations.Add(new AddPenaltyOperation { Sums = segments.Sums, Accumulator = SumsAt(0, 1) });
    }

    /// <summary>Describes the backward pass from the loss down to the first weight.</summary>
    internal void Backward()
    {
        if (!Training || _loss is null) return;
        _lossGradient = Temporary("loss gradient", _loss.Shape);
        // Dropped again when the loss is one of the library's, whose kernels multiply by the scale themselves.
        _operations.Add(new LossGradientOperation { Scale = _lossScale, Output = _lossGradient });
        _tape.Add(_loss, _lossGradient);
        _tape.Unwind();
    }

    private static PlanTensor SumsAt(int sum, int count) =>
        new("sums", count, DType.Float64, MemoryRegion.Metrics, sum * sizeof(double));

    /// <summary>One loss for each vector along the last axis.</summary>
    private static Shape LossShape(PlanTensor predictions) => new([.. predictions.Shape.Take(predictions.Shape.Rank - 1)]);

    /// <summary>Notes a loss whose operation computes its gradient too, in one pass where training starts from it.</summary>
    private PlanTensor RowLoss(PlanTensor source, Func<PlanTensor?, PlanTensor?, LossScale, Operation> describe)
    {
        PlanTensor losses = Temporary("loss", LossShape(source));
        int place = _operations.Count;
        _operations.Add(describe(Flat(losses), null, LossScale.OfStep));
        _tape.Record(losses, source, outputGradient =>
        {
            PlanTensor gradient = Like(source);
            if (outputGradient.Root == _lossGradient?.Root)
                _operations[place] = describe(Flat(losses), Lines(gradient), _lossScale);
            else
                _operations.Add(describe(null, Lines(gradient), new LossScale { Weights = outputGradient }));
            return gradient;
        });
        return losses;
    }
}
