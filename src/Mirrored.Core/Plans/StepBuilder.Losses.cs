namespace Mirrored;

public sealed partial class StepBuilder
{
    /// <summary>The cross-entropy of class numbers: <c>-log p_label</c> for each row of predictions.</summary>
    /// <param name="labels">Int32, one for each row of predictions.</param>
    /// <param name="predictions"><c>(rows, ..., classes)</c>. What comes straight from softmax is not used: its logits are, which
    /// loses no precision.</param>
    /// <param name="fromLogits">Whether predictions are logits in any case.</param>
    /// <returns><c>(rows, ...)</c>.</returns>
    internal PlanTensor SparseCrossEntropy(PlanTensor labels, PlanTensor predictions, bool fromLogits)
    {
        PlanTensor source = LogitsOf(predictions, out bool found);
        return RowLoss(source, (loss, gradient, scale) => new SparseCrossEntropyOperation
        {
            Predictions = Lines(source), Labels = Flat(labels), FromProbabilities = !found && !fromLogits,
            RowLoss = loss, Gradient = gradient, Scale = scale,
        });
    }

    /// <summary>The cross-entropy of distributions for each row of predictions; logits are found as for class numbers.</summary>
    /// <param name="labels">Float32, the shape of the predictions.</param>
    /// <param name="predictions"><c>(rows, ..., classes)</c>.</param>
    /// <param name="fromLogits">Whether predictions are logits in any case.</param>
    /// <param name="smoothing">How much labels are smoothed.</param>
    /// <returns><c>(rows, ...)</c>.</returns>
    internal PlanTensor CategoricalCrossEntropy(PlanTensor labels, PlanTensor predictions, bool fromLogits, float smoothing)
    {
        PlanTensor source = LogitsOf(predictions, out bool found);
        return VectorLoss(
            found || fromLogits ? VectorLossFunction.CategoricalCrossEntropyFromLogits : VectorLossFunction.CategoricalCrossEntropy,
            labels, source, smoothing);
    }

    /// <summary>The mean binary cross-entropy of each row of predictions. What comes straight from sigmoid is not used: its
    /// logits are.</summary>
    /// <param name="labels">Float32, the shape of the predictions.</param>
    /// <param name="predictions"><c>(rows, ..., n)</c>.</param>
    /// <param name="fromLogits">Whether predictions are logits in any case.</param>
    /// <param name="smoothing">How much labels are smoothed.</param>
    /// <returns><c>(rows, ...)</c>.</returns>
    internal PlanTensor BinaryCrossEntropy(PlanTensor labels, PlanTensor predictions, bool fromLogits, float smoothing)
    {
        bool found = _sigmoidLogits.TryGetValue(predictions, out PlanTensor? logits);
        return ElementLoss(
            found || fromLogits ? ElementLossFunction.BinaryCrossEntropyFromLogit : ElementLossFunction.BinaryCrossEntropy,
            labels, logits ?? predictions, smoothing);
    }

    /// <summary>The mean of a function of predictions and labels along the last axis.</summary>
    /// <param name="function">The function.</param>
    /// <param name="labels">Float32, the shape of the predictions.</param>
    /// <param name="predictions"><c>(rows, ..., n)</c>.</param>
    /// <param name="parameter">The function's parameter.</param>
    /// <returns><c>(rows, ...)</c>.</returns>
    internal PlanTensor ElementLoss(ElementLossFunction function, PlanTensor labels, PlanTensor predictions, float parameter = 0) =>
        RowLoss(predictions, (loss, gradient, scale) => new ElementLossOperation
        {
            Function = function, Parameter = parameter, Predictions = Lines(predictions), Labels = Lines(labels),
            RowLoss = loss, Gradient = gradient, Scale = scale,
        });

    /// <summary>A function of all predictions and labels along the last axis.</summary>
    /// <param name="function">The function.</param>
    /// <param name="labels">Float32, the shape of the predictions.</param>
    /// <param name="predictions"><c>(rows, ..., n)</c>.</param>
    /// <param name="parameter">The function's parameter.</param>
    /// <returns><c>(rows, ...)</c>.</returns>
    internal PlanTensor VectorLoss(VectorLossFunction function, PlanTensor labels, PlanTensor predictions, float parameter = 0) =>
        RowLoss(predictions, (loss, gradient, scale) => new VectorLossOperation
        {
            Function = function, Parameter = parameter, Predictions = Lines(predictions), Labels = Lines(labels),
            RowLoss = loss, Gradient = gradient, Scale = scale,
        });

    private PlanTensor LogitsOf(PlanTensor predictions, out bool found)
    {
        found = _logits.TryGetValue(predictions, out PlanTensor? logits);
        return found ? logits! : predictions;
    }

    /// <summary>A tensor as a matrix whose rows are the vectors along its last axis.</summary>
    private static PlanTensor Lines(PlanTensor tensor) =>
        View(tensor, [checked((int)(tensor.Shape.Length / Math.Max(1, tensor.Shape[-1]))), tensor.Shape[-1]]);
}
