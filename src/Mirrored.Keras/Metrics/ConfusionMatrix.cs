namespace Mirrored.Keras;

/// <summary>How often each class is predicted for each: the number of rows, or the sum of their weights, for every pair.</summary>
/// <remarks>Labels are class numbers; the first of a row's largest predictions is its class. Results are named by label, then
/// prediction: <c>confusion_matrix_2_7</c> counts the rows of class 2 that were taken for 7.</remarks>
public sealed class ConfusionMatrix : Metric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="classes">How many classes the model predicts.</param>
    /// <param name="name">What its results' names begin with.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes, or more than 1000.</exception>
    public ConfusionMatrix(int classes, string name = "confusion_matrix")
        : base(name)
    {
        if (classes is < 2 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(classes), classes, "A confusion matrix has 2 to 1000 classes.");
        Classes = classes;
        ResultNames = [.. Enumerable.Range(0, classes * classes).Select(i => $"{name}_{i / classes}_{i % classes}")];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> ResultNames { get; }

    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Classes;

    /// <inheritdoc/>
    protected internal override int SumCount => Classes * Classes;

    /// <inheritdoc/>
    protected internal override void Update(StepBuilder step, MetricSums sums, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(sums);
        step.CountPairs(labels, step.ArgMax(predictions), sums.Weights, sums.At(0, SumCount), Classes);
    }

    /// <inheritdoc/>
    protected internal override double Result(ReadOnlySpan<double> sums, int index) => sums[index];

    internal override void CheckShape(Shape predictions)
    {
        if (predictions[-1] != Classes)
            throw new ArgumentException($"The metric '{Name}' has {Classes} classes, the model gives {predictions[-1]}.");
    }
}
