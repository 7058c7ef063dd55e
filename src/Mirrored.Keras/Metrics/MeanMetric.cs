namespace Mirrored.Keras;

/// <summary>The mean of a number per row over all rows of an epoch or evaluation; a weighted one divides by the sum of weights.</summary>
/// <param name="name">The name under which it is reported.</param>
public abstract class MeanMetric(string name) : Metric(name)
{
    /// <inheritdoc/>
    protected internal sealed override int SumCount => 2;

    /// <summary>Describes the number of each row; called once for each plan, as a layer's <c>Call</c> is.</summary>
    /// <param name="step">Notes operations.</param>
    /// <param name="labels">As <see cref="Metric.LabelKind"/> says.</param>
    /// <param name="predictions">The model's output, <c>(rows, ...)</c>.</param>
    /// <returns><c>(rows)</c>, or <c>(rows, ...)</c> for several numbers a row.</returns>
    protected internal abstract PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions);

    /// <inheritdoc/>
    protected internal sealed override void Update(StepBuilder step, MetricSums sums, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(sums);
        sums.AddMean(Call(step, labels, predictions));
    }

    /// <inheritdoc/>
    protected internal override double Result(ReadOnlySpan<double> sums, int index) => sums[1] == 0 ? 0 : sums[0] / sums[1];
}
