namespace Mirrored;

/// <summary>Cross-entropy of class labels: per row <c>log sum_j e^(z_j) - z_label</c>, computed stably, and its gradient.</summary>
/// <remarks>
/// <para>From logits <c>z</c>: <c>gradient_j = (softmax(z)_j - [j = label]) * scale</c>.</para>
/// <para>From probabilities <c>p</c>, as Keras: <c>c = clip(p, 1e-7, 1 - 1e-7)</c>, <c>loss = log sum_j c_j - log c_label</c>,
/// <c>gradient_j = (1 / sum_k c_k - [j = label] / c_j)</c> times the same scale, 0 where <c>p_j</c> was clipped.</para>
/// <para>A label outside <c>[0, n)</c> gives a NaN row, never an access outside the row. Sums run from the first column to
/// the last. The gradient may overwrite <see cref="Predictions"/>.</para>
/// </remarks>
internal sealed class SparseCrossEntropyOperation : RowOperation
{
    /// <summary>Logits or probabilities, <c>(rows, n)</c>.</summary>
    public required PlanTensor Predictions { get; init; }

    /// <summary>Class numbers, int32, <c>(rows)</c>.</summary>
    public required PlanTensor Labels { get; init; }

    public bool FromProbabilities { get; init; }

    /// <summary>The loss of each row, unscaled, <c>(rows)</c>; null when only the gradient is asked for.</summary>
    public PlanTensor? RowLoss { get; init; }

    /// <summary>1 where the first largest prediction is the label, else 0, <c>(rows)</c>; null when nobody asks.</summary>
    public PlanTensor? Correct { get; init; }

    /// <summary>With respect to <see cref="Predictions"/>, <c>(rows, n)</c>; null in evaluation.</summary>
    public PlanTensor? Gradient { get; init; }

    /// <summary>What the gradient of each row is multiplied by.</summary>
    public LossScale Scale { get; init; } = LossScale.OfStep;

    public override int Rows => Labels.Rows;

    public override IReadOnlyList<PlanTensor> Reads => OperationChecks.Present(Predictions, Labels, Gradient is null ? null : Scale.Weights);

    public override IReadOnlyList<PlanTensor> Writes => OperationChecks.Present(RowLoss, Correct, Gradient);
}
