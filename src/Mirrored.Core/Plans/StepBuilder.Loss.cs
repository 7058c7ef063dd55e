namespace Mirrored;

public sealed partial class StepBuilder
{
    /// <summary>Brings the step's rows in: the features, and the labels unless this is a prediction.</summary>
    internal PlanTensor Begin(Shape inputShape)
    {
        if (Mode != StepMode.Predict)
        {
            _labels = Temporary("labels", [Rows], _key.Labels == DType.Float32 ? DType.Float32 : DType.Int32);
            _operations.Add(new GatherOperation { Labels = true, Source = _key.Labels, Output = _labels });
        }

        PlanTensor features = Temporary("input", inputShape.Prepend(Rows));
        _operations.Add(new GatherOperation { Source = _key.Features, Output = features });
        return features;
    }

    /// <summary>Keeps a tensor's numbers until the plan has run.</summary>
    internal void Keep(PlanTensor tensor) => _kept.Add(tensor);

    /// <summary>The cross-entropy of class labels, and in training the whole backward pass from it.</summary>
    /// <returns>The loss of each row, <c>(rows)</c>.</returns>
    /// <remarks>Predictions that come straight from softmax are not used: their logits are, which loses no precision.</remarks>
    internal PlanTensor SparseCrossEntropy(PlanTensor predictions, bool fromLogits)
    {
        bool cached = _logits.TryGetValue(predictions, out PlanTensor? logits);
        PlanTensor source = cached ? logits! : predictions;
        PlanTensor loss = Temporary("loss", [Rows]);
        PlanTensor? gradient = Training ? Like(source) : null;
        _operations.Add(new SparseCrossEntropyOperation
        {
            Predictions = source, Labels = Labels, FromProbabilities = !cached && !fromLogits, RowLoss = loss, Gradient = gradient,
        });
        _loss = gradient is null ? null : (source, gradient);
        return loss;
    }

    /// <summary>1 for each row whose first largest prediction is its label, else 0.</summary>
    internal PlanTensor SparseAccuracy(PlanTensor predictions)
    {
        PlanTensor source = _logits.GetValueOrDefault(predictions, predictions);
        PlanTensor correct = Temporary("correct", [Rows]);
        _operations.Add(new SparseAccuracyOperation { Predictions = source, Labels = Labels, Correct = correct });
        return correct;
    }

    /// <summary>Adds the numbers of all rows to a running sum.</summary>
    /// <param name="perRow"><c>(rows)</c>.</param>
    /// <param name="sum">The sum's number: 0 is the loss, the metrics follow.</param>
    internal void Accumulate(PlanTensor perRow, int sum) => _operations.Add(new AccumulateOperation
    {
        Input = perRow,
        Accumulator = Sum(sum),
    });

    /// <summary>Adds the penalty on the weights to the loss; its gradient is part of the update.</summary>
    internal void AddPenalty(ParameterLayout layout)
    {
        int length = checked((int)(layout.Bytes / sizeof(float)));
        SegmentTensors segments = layout.Segments.Tensors;
        _operations.Add(new BlockSumOperation
        {
            Weights = new PlanTensor("weights", length, DType.Float32, MemoryRegion.Weights), Segments = segments,
        });
        _operations.Add(new AddPenaltyOperation { Sums = segments.Sums, Accumulator = Sum(0) });
    }

    /// <summary>Describes the backward pass from the loss down to the first weight.</summary>
    internal void Backward()
    {
        if (_loss is not var (predictions, gradient)) return;
        _tape.Add(predictions, gradient);
        _tape.Unwind();
    }

    private static PlanTensor Sum(int number) =>
        new("sum", 1, DType.Float64, MemoryRegion.Metrics, number * sizeof(double));
}
