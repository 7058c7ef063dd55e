namespace Mirrored.Keras;

/// <summary>The sum over a row of <c>t log(t / p)</c>, both clipped to <c>[1e-7, 1]</c>; also <c>"kld"</c>.</summary>
/// <remarks>Labels of the shape of the predictions, or <c>(rows)</c> for predictions <c>(rows, 1)</c>. Labels from 0 to 1.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
public sealed class KLDivergence(Reduction reduction = Reduction.SumOverBatchSize) : Loss("kl_divergence", reduction)
{
    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Probabilities;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ElementLoss(ElementLossFunction.KLDivergence, labels, predictions);
    }
}
