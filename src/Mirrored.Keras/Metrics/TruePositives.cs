namespace Mirrored.Keras;

/// <summary>Labels 1 that are predicted 1: their number, or the sum of their weights.</summary>
/// <param name="thresholds">What a prediction must exceed to mean 1, from 0 to 1; null is 0.5.</param>
/// <param name="name">The name under which it is reported.</param>
public sealed class TruePositives(
    IReadOnlyList<double>? thresholds = null, string name = "true_positives")
    : ThresholdMetric(name, thresholds)
{
    private protected override double Result(
        double trueNegatives, double falsePositives, double falseNegatives, double truePositives) => truePositives;
}
