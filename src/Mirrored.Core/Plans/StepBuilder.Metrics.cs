namespace Mirrored;

public sealed partial class StepBuilder
{
    /// <summary>1 for each row whose first largest prediction is its label, else 0.</summary>
    /// <param name="labels">Int32, one for each row of predictions.</param>
    /// <param name="predictions"><c>(rows, ..., classes)</c>.</param>
    /// <returns><c>(rows, ...)</c>.</returns>
    internal PlanTensor SparseAccuracy(PlanTensor labels, PlanTensor predictions)
    {
        PlanTensor source = LogitsOf(predictions, out _);
        PlanTensor correct = Temporary("correct", LossShape(source));
        _operations.Add(new SparseAccuracyOperation { Predictions = Lines(source), Labels = Flat(labels), Correct = Flat(correct) });
        return correct;
    }

    /// <summary>The position of the largest number along the last axis, of equal ones the first.</summary>
    /// <param name="input"><c>(rows, ..., n)</c>; what comes straight from softmax is not used, its logits are.</param>
    /// <returns>Int32, <c>(rows, ...)</c>.</returns>
    internal PlanTensor ArgMax(PlanTensor input)
    {
        PlanTensor source = LogitsOf(input, out _);
        PlanTensor output = Temporary("classes", LossShape(source), DType.Int32);
        _operations.Add(new ArgMaxOperation { Input = Lines(source), Output = Flat(output) });
        return output;
    }

    /// <summary>1 where fewer than <paramref name="k"/> predictions are larger than that of the label, else 0.</summary>
    /// <param name="labels">Int32, one for each row of predictions.</param>
    /// <param name="predictions"><c>(rows, ..., classes)</c>.</param>
    /// <param name="k">At least 1.</param>
    /// <returns><c>(rows, ...)</c>.</returns>
    internal PlanTensor InTopK(PlanTensor labels, PlanTensor predictions, int k)
    {
        PlanTensor source = LogitsOf(predictions, out _);
        PlanTensor output = Temporary("in top k", LossShape(source));
        _operations.Add(new InTopKOperation { Predictions = Lines(source), Labels = Flat(labels), K = k, Output = Flat(output) });
        return output;
    }

    /// <summary>The <paramref name="k"/> largest numbers along the last axis in their places, minus infinity in the others.</summary>
    /// <param name="input"><c>(rows, ..., n)</c>.</param>
    /// <param name="k">At least 1.</param>
    /// <returns>A tensor of the same shape.</returns>
    internal PlanTensor TopK(PlanTensor input, int k)
    {
        PlanTensor output = Like(input);
        _operations.Add(new TopKOperation { Input = Lines(input), K = k, Output = Lines(output) });
        return output;
    }

    /// <summary>Counts labels of 0 and 1 by how many thresholds their predictions exceed; see <see cref="ThresholdCountsOperation"/>.</summary>
    internal void CountThresholds(
        PlanTensor labels, PlanTensor predictions, PlanTensor? weights, int sum, int thresholds, float threshold = 0, int column = -1) =>
        _operations.Add(new ThresholdCountsOperation
        {
            Predictions = Lines(predictions), Labels = Lines(labels), Weights = weights, Column = column, Thresholds = thresholds,
            Threshold = threshold, Accumulator = SumsAt(sum, 2 * (thresholds + 1)),
        });

    /// <summary>Counts pairs of label and prediction.</summary>
    /// <param name="labels">Int32.</param>
    /// <param name="predictions">Int32, as many.</param>
    /// <param name="weights">The weights of the rows, or null.</param>
    /// <param name="sum">The number of the first of <c>classes classes</c> sums.</param>
    /// <param name="classes">How many classes there are.</param>
    internal void CountPairs(PlanTensor labels, PlanTensor predictions, PlanTensor? weights, int sum, int classes) =>
        _operations.Add(new ConfusionMatrixOperation
        {
            Labels = Flat(labels), Predictions = Flat(predictions), Weights = weights, Classes = classes,
            Accumulator = SumsAt(sum, classes * classes),
        });
}
