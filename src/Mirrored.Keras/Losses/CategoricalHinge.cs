namespace Mirrored.Keras;

/// <summary><c>max(max_j (1 - t_j) p_j - sum_j t_j p_j + 1, 0)</c> of each row of labels 0 and 1.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class CategoricalHinge(Reduction reduction = Reduction.SumOverBatchSize) : Loss("categorical_hinge", reduction)
{
    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Probabilities;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.VectorLoss(VectorLossFunction.CategoricalHinge, labels, predictions);
    }
}
