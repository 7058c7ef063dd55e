using System.Globalization;

namespace Mirrored.Keras;

/// <summary>A metric of how often predictions above a threshold are right: counts of labels 0 and 1, of the predictions' shape.</summary>
public abstract class ThresholdMetric : Metric
{
    /// <summary>Sums for each threshold: labels 0 not above and above it, then labels 1.</summary>
    private const int Counts = 4;

    private readonly float[] _thresholds;

    private protected ThresholdMetric(string name, IReadOnlyList<double>? thresholds, int? topK = null, int? classId = null)
        : base(name)
    {
        thresholds ??= topK is null ? [0.5] : [double.NegativeInfinity];
        if (thresholds.Count == 0) throw new ArgumentException("At least one threshold is needed; null takes 0.5.", nameof(thresholds));
        if (thresholds.Any(t => !(t is >= 0 and <= 1 || (topK is not null && double.IsNegativeInfinity(t)))))
            throw new ArgumentOutOfRangeException(nameof(thresholds), string.Join(", ", thresholds), "Thresholds lie in [0, 1].");
        if (topK < 1) throw new ArgumentOutOfRangeException(nameof(topK), topK, "At least one prediction must count.");
        if (classId < 0) throw new ArgumentOutOfRangeException(nameof(classId), classId, "Classes are counted from 0.");
        (Thresholds, TopK, ClassId) = ([.. thresholds], topK, classId);
        _thresholds = [.. thresholds.Select(t => (float)t)];
        ResultNames = thresholds.Count == 1
            ? [name] : [.. thresholds.Select(t => $"{name}_{t.ToString(CultureInfo.InvariantCulture)}")];
    }

    /// <summary>What a prediction must exceed to mean 1. Of several, each has a result of its own, named such as <c>recall_0.3</c>.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Only the so many largest predictions of each row may mean 1; null lets all.</summary>
    public int? TopK { get; }

    /// <summary>The only column that counts; null for all.</summary>
    public int? ClassId { get; }

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<string> ResultNames { get; }

    /// <inheritdoc/>
    protected internal sealed override LabelKind LabelKind => LabelKind.Binary;

    /// <inheritdoc/>
    protected internal sealed override int SumCount => Counts * _thresholds.Length;

    /// <inheritdoc/>
    protected internal sealed override void Update(StepBuilder step, MetricSums sums, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(predictions);
        PlanTensor counted = TopK is { } k ? step.TopK(predictions, k) : predictions;
        for (int i = 0; i < _thresholds.Length; i++)
            step.CountThresholds(labels, counted, sums.Weights, sums.At(Counts * i, Counts), 1, _thresholds[i], ClassId ?? -1);
    }

    /// <inheritdoc/>
    protected internal sealed override double Result(ReadOnlySpan<double> sums, int index)
    {
        ReadOnlySpan<double> own = sums.Slice(Counts * index, Counts);
        return Result(trueNegatives: own[0], falsePositives: own[1], falseNegatives: own[2], truePositives: own[3]);
    }

    internal sealed override void CheckShape(Shape predictions)
    {
        if (ClassId >= predictions[-1])
            throw new ArgumentException($"The metric '{Name}' looks at class {ClassId}, the model gives {predictions[-1]}, counted from 0.");
    }

    /// <summary>0 where nothing was counted.</summary>
    private protected static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private protected abstract double Result(double trueNegatives, double falsePositives, double falseNegatives, double truePositives);
}
