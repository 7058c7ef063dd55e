namespace Mirrored;

/// <summary>The running sums of one metric, to which each step adds; they stay on the device until somebody reads them.</summary>
/// <remarks>Sums are float64 and start at zero with every epoch and evaluation. Those of all replicas are added up before
/// the metric's result is computed, so it does not depend on their number.</remarks>
public sealed class MetricSums
{
    private readonly StepBuilder _step;
    private readonly int _first;

    internal MetricSums(StepBuilder step, int first, int count, PlanTensor? weights) =>
        (_step, _first, Count, Weights) = (step, first, count, weights);

    /// <summary>How many sums there are.</summary>
    public int Count { get; }

    /// <summary>The weights of the step's rows, <c>(rows)</c>, for a weighted metric when the data has weights; else null. Each
    /// method multiplies by them.</summary>
    public PlanTensor? Weights { get; }

    /// <summary>Adds the rows up, each times its weight: column <c>j</c> to the sum <c>sum + j</c>.</summary>
    /// <param name="values"><c>(rows, n)</c>, or <c>(rows)</c> for one sum.</param>
    /// <param name="sum">The number of the first sum that is added to.</param>
    /// <exception cref="ArgumentException">There are not so many sums, or the first axis is not the batch's.</exception>
    public void Add(PlanTensor values, int sum = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireBatch(values);
        _step.Accumulate(values, At(sum, values.RowLength), Weights);
    }

    /// <summary>Adds numbers whose mean is wanted: their sum, each times its row's weight, and in the next sum the weights.</summary>
    /// <param name="values"><c>(rows, ...)</c>; each of a row's numbers counts.</param>
    /// <param name="sum">The number of the first of the two sums.</param>
    /// <exception cref="ArgumentException">There are not so many sums, or the first axis is not the batch's.</exception>
    public void AddMean(PlanTensor values, int sum = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireBatch(values);
        _step.Accumulate(StepBuilder.Flat(values), At(sum, 2), Weights, AccumulateCount.Weights);
    }

    /// <summary>The place of some sums among those of the whole model.</summary>
    internal int At(int sum, int count) => sum >= 0 && sum + count <= Count
        ? _first + sum
        : throw new ArgumentException($"The metric keeps {Count} sums; there are no {count} from number {sum} on.", nameof(sum));

    private void RequireBatch(PlanTensor values)
    {
        if (values.DType != DType.Float32 || values.Shape.Rank == 0 || values.Rows != _step.Rows)
            throw new ArgumentException($"A metric adds up Float32 rows: expected shape ({_step.Rows}, ...), found {values}.", nameof(values));
    }
}
