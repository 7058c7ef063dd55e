namespace Mirrored.Keras;

/// <summary>Minus the cosine of the angle between labels and predictions: <c>-sum_j t_j p_j / (|t| |p|)</c>, from -1 to 1.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. As a metric
/// the cosine itself is reported, as in Keras.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class CosineSimilarity(Reduction reduction = Reduction.SumOverBatchSize) : Loss("cosine_similarity", reduction)
{
    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.VectorLoss(VectorLossFunction.CosineSimilarity, labels, predictions);
    }
}
