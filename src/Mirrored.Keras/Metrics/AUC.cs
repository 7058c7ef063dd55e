namespace Mirrored.Keras;

/// <summary>The area below a curve that predictions draw as a threshold runs from 0 to 1; labels 0 and 1 of their shape.</summary>
/// <remarks>As in Keras: thresholds <c>-1e-7, 1/(n - 1), ..., (n - 2)/(n - 1), 1 + 1e-7</c>, a prediction exceeds a threshold strictly,
/// and predictions are meant to be probabilities. Counts are kept on the device.</remarks>
public sealed class AUC : Metric
{
    private readonly int _thresholds;

    /// <summary>Makes the metric.</summary>
    /// <param name="numThresholds">How many points the curve has, at least 2.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="summationMethod">How its points are joined.</param>
    /// <param name="name">The name under which it is reported.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two thresholds, or an option is none of its enumeration.</exception>
    public AUC(
        int numThresholds = 200, AucCurve curve = AucCurve.Roc, AucSummation summationMethod = AucSummation.Interpolation,
        string name = "auc")
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numThresholds, 2);
        if (!Enum.IsDefined(curve)) throw new ArgumentOutOfRangeException(nameof(curve), curve, "Unknown curve.");
        if (!Enum.IsDefined(summationMethod))
            throw new ArgumentOutOfRangeException(nameof(summationMethod), summationMethod, "Unknown summation.");
        (_thresholds, Curve, SummationMethod) = (numThresholds, curve, summationMethod);
    }

    /// <summary>How many points the curve has.</summary>
    public int NumThresholds => _thresholds;

    /// <summary>The curve.</summary>
    public AucCurve Curve { get; }

    /// <summary>How its points are joined.</summary>
    public AucSummation SummationMethod { get; }

    /// <inheritdoc/>
    protected internal override LabelKind LabelKind => LabelKind.Binary;

    /// <inheritdoc/>
    protected internal override int SumCount => 2 * (_thresholds + 1);

    /// <inheritdoc/>
    protected internal override void Update(StepBuilder step, MetricSums sums, PlanTensor labels, PlanTensor predictions)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(sums);
        step.CountThresholds(labels, predictions, sums.Weights, sums.At(0, SumCount), _thresholds);
    }

    /// <inheritdoc/>
    protected internal override double Result(ReadOnlySpan<double> sums, int index)
    {
        // Points from the highest threshold to the lowest: each adds what exceeds one threshold less.
        double negatives = 0, positives = 0, area = 0;
        foreach (double count in sums[..(_thresholds + 1)]) negatives += count;
        foreach (double count in sums[(_thresholds + 1)..]) positives += count;
        (double False, double True) above = (sums[_thresholds], sums[^1]);
        for (int threshold = _thresholds - 1; threshold > 0; threshold--)
        {
            (double False, double True) next = (above.False + sums[threshold], above.True + sums[_thresholds + 1 + threshold]);
            area += Curve == AucCurve.Roc
                ? (Ratio(next.False, negatives) - Ratio(above.False, negatives))
                    * Height(Ratio(next.True, positives), Ratio(above.True, positives))
                : PrecisionRecallArea(next, above, positives);
            above = next;
        }

        return area;
    }

    private double PrecisionRecallArea((double False, double True) next, (double False, double True) above, double positives)
    {
        double all = next.False + next.True, allAbove = above.False + above.True, added = next.True - above.True;
        if (SummationMethod != AucSummation.Interpolation)
            return Ratio(added, positives) * Height(Ratio(next.True, all), Ratio(above.True, allAbove));
        double slope = Ratio(added, all - allAbove), intercept = above.True - slope * allAbove;
        double log = all > 0 && allAbove > 0 ? Math.Log(all / allAbove) : 0;
        return Ratio(slope * (added + intercept * log), positives);
    }

    private double Height(double a, double b) => SummationMethod switch
    {
        AucSummation.Minoring => Math.Min(a, b),
        AucSummation.Majoring => Math.Max(a, b),
        _ => (a + b) / 2,
    };

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
