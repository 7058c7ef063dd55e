namespace Mirrored.Keras;

/// <summary>Of what is 1, the fraction that is predicted so: <c>TP / (TP + FN)</c>; 0 if nothing is 1.</summary>
/// <param name="thresholds">What a prediction must exceed to mean 1, from 0 to 1; null is 0.5, or with <paramref name="topK"/> anything.</param>
/// <param name="topK">Only the so many largest predictions of each row may mean 1; null lets all.</param>
/// <param name="classId">The only column that counts; null for all.</param>
/// <param name="name">The name under which it is reported.</param>
public sealed class Recall(
    IReadOnlyList<double>? thresholds = null, int? topK = null, int? classId = null, string name = "recall")
    : ThresholdMetric(name, thresholds, topK, classId)
{
    private protected override double Result(
        double trueNegatives, double falsePositives, double falseNegatives, double truePositives) => Ratio(truePositives, truePositives + falseNegatives);
}
