namespace Mirrored.Keras;

/// <summary>A number that tells how good predictions are; a string such as <c>"accuracy"</c> or a <see cref="Loss"/> converts to
/// one.</summary>
/// <remarks>Immutable: one object may serve any number of models. Its state is running sums on the devices, which start at
/// zero with every epoch and evaluation; those of all replicas are added up before the result is computed. Derive from
/// <see cref="MeanMetric"/> for the mean of a number per row, from this class for anything else that sums can tell.</remarks>
public abstract class Metric
{
    private readonly string _who;

    /// <summary>Names the metric.</summary>
    /// <param name="name">The name under which it is reported.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected Metric(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        _who = $"The metric '{name}'";
    }

    /// <summary>The name under which it is reported.</summary>
    public string Name { get; }

    /// <summary>The names of its results, in order; <see cref="Name"/> alone unless overridden.</summary>
    protected internal virtual IReadOnlyList<string> ResultNames => [Name];

    /// <summary>The labels that it takes; <see cref="LabelKind.Values"/> unless overridden.</summary>
    protected internal virtual LabelKind LabelKind => LabelKind.Values;

    /// <summary>How many running sums it keeps.</summary>
    protected internal abstract int SumCount { get; }

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Metric(string name) => FromString(name);

    /// <summary>The mean of a loss.</summary>
    public static implicit operator Metric(Loss loss) => FromLoss(loss);

    /// <summary>The mean of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <returns>The metric.</returns>
    public static Metric FromLoss(Loss loss) => new LossMetric(loss);

    /// <summary>The metric of a name.</summary>
    /// <param name="name">For example <c>accuracy</c>.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Metric FromString(string name) => MetricNames.Table.Resolve(name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Describes what each step adds to the sums; called once for each plan, as a layer's <c>Call</c> is.</summary>
    /// <param name="step">Notes operations.</param>
    /// <param name="sums">The running sums.</param>
    /// <param name="labels">As <see cref="LabelKind"/> says.</param>
    /// <param name="predictions">The model's output, <c>(rows, ...)</c>.</param>
    protected internal abstract void Update(StepBuilder step, MetricSums sums, PlanTensor labels, PlanTensor predictions);

    /// <summary>Computes a result from the sums over all rows and replicas.</summary>
    /// <param name="sums">The running sums.</param>
    /// <param name="index">Which of <see cref="ResultNames"/>.</param>
    /// <returns>The result.</returns>
    protected internal abstract double Result(ReadOnlySpan<double> sums, int index);

    /// <summary>The metric that suits labels and predictions, for one that leaves it to their shapes; else this one.</summary>
    /// <param name="labels">The shape of the labels, <c>(rows, ...)</c>.</param>
    /// <param name="predictions">The shape of one row of predictions.</param>
    internal virtual Metric Resolve(Shape labels, Shape predictions) => this;

    /// <summary>Refuses labels that do not go with predictions of a shape, before anything is computed.</summary>
    internal void Check(NDArray labels, Shape predictions)
    {
        Metric metric = Resolve(labels.Shape, predictions);
        LabelCheck.Check(_who, metric.LabelKind, labels, predictions);
        CheckShape(predictions);
    }

    /// <summary>Refuses predictions of a shape, before anything is computed.</summary>
    internal virtual void CheckShape(Shape predictions)
    {
    }

    /// <summary>Describes what a step adds to the sums from number <paramref name="sum"/> on.</summary>
    internal void Describe(StepBuilder step, PlanTensor predictions, int sum, bool weighted)
    {
        Metric metric = Resolve(step.Labels.Shape, predictions.Shape.RowShape());
        MetricSums sums = new(step, sum, SumCount, weighted ? step.Weights : null);
        metric.Update(step, sums, LabelForm.Of(step, metric.LabelKind, predictions), predictions);
    }
}
