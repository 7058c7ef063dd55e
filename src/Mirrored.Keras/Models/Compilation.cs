namespace Mirrored.Keras;

/// <summary>What <see cref="Sequential.Compile"/> was told.</summary>
internal sealed class Compilation
{
    /// <summary>The loss's sums come first: the losses and what they are divided by.</summary>
    private const int LossSums = 2;

    private readonly List<Report> _reports = [];

    /// <summary>Gives every metric its sums and its names.</summary>
    /// <exception cref="ArgumentException">A metric is null, or a name is taken.</exception>
    public Compilation(ModelOptimizer optimizer, Loss loss, IReadOnlyList<Metric> metrics, IReadOnlyList<Metric> weightedMetrics)
    {
        (Optimizer, Loss, Metrics, WeightedMetrics) = (optimizer, loss, metrics, weightedMetrics);
        Sums = LossSums;
        List<string> names = ["loss"];
        foreach (Metric metric in metrics) Add(metric, weighted: false, names);
        foreach (Metric metric in weightedMetrics) Add(metric, weighted: true, names);
        Names = names;
    }

    public ModelOptimizer Optimizer { get; }

    public Loss Loss { get; }

    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Metrics whose rows count by their weights.</summary>
    public IReadOnlyList<Metric> WeightedMetrics { get; }

    /// <summary>The names under which results are reported, the loss first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of running sums of loss and metrics.</summary>
    public int Sums { get; private set; }

    /// <summary>Refuses labels that do not go with predictions of a shape, before anything is computed.</summary>
    /// <exception cref="ArgumentException">The loss or a metric cannot take them.</exception>
    public void Check(NDArray labels, Shape predictions)
    {
        Loss.Check(labels, predictions);
        foreach (Report report in _reports) report.Metric.Check(labels, predictions);
    }

    /// <summary>Describes loss and metrics of a step.</summary>
    public void Describe(StepBuilder step, PlanTensor predictions)
    {
        Loss.Describe(step, predictions, sum: 0);
        foreach (Report report in _reports) report.Metric.Describe(step, predictions, report.FirstSum, report.Weighted);
    }

    /// <summary>Computes what is reported, in the order of <see cref="Names"/>.</summary>
    public void Results(ReadOnlySpan<double> sums, Span<double> results)
    {
        int at = 0;
        results[at++] = sums[1] == 0 ? 0 : sums[0] / sums[1];
        foreach (Report report in _reports)
        {
            ReadOnlySpan<double> own = sums.Slice(report.FirstSum, report.Metric.SumCount);
            for (int i = 0; i < report.Names.Count; i++) results[at++] = report.Metric.Result(own, i);
        }
    }

    private void Add(Metric metric, bool weighted, List<string> names)
    {
        if (metric is null) throw new ArgumentException("A metric is null.", weighted ? "weightedMetrics" : "metrics");
        IReadOnlyList<string> own = metric.ResultNames;
        // Keras's rule for a metric that is asked for in both lists.
        if (weighted && own.Any(names.Contains)) own = [.. own.Select(name => "weighted_" + name)];
        foreach (string name in own)
        {
            if (names.Contains(name))
                throw new ArgumentException($"The name '{name}' is taken. Give each metric a name of its own.", weighted ? "weightedMetrics" : "metrics");
            names.Add(name);
        }

        _reports.Add(new Report(metric, Sums, weighted, own));
        Sums += metric.SumCount;
    }
}
