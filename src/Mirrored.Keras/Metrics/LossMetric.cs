namespace Mirrored.Keras;

/// <summary>The mean of a loss as a metric; every <see cref="Loss"/> converts to one.</summary>
/// <remarks>Of <see cref="CosineSimilarity"/> the cosine itself is reported, not minus the cosine, as in Keras.</remarks>
public sealed class LossMetric : MeanMetric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="loss">The loss; its reduction does not matter.</param>
    /// <param name="name">The name under which it is reported; null takes the loss's.</param>
    /// <exception cref="ArgumentNullException">The loss is null.</exception>
    public LossMetric(Loss loss, string? name = null)
        : base(name ?? (loss ?? throw new ArgumentNullException(nameof(loss))).Name)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Loss = loss;
    }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => Loss.LabelKind;

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor labels, PlanTensor predictions) =>
        Loss.Call(step, labels, predictions);

    /// <inheritdoc/>
    protected internal override double Result(ReadOnlySpan<double> sums, int index)
    {
        double mean = base.Result(sums, index);
        return Loss is CosineSimilarity ? -mean : mean;
    }
}
