namespace Mirrored.Keras;

/// <summary>Where the sums of a metric lie among the model's, and under which names its results are reported.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="FirstSum">The number of its first sum.</param>
/// <param name="Weighted">Whether rows count by their weights.</param>
/// <param name="Names">The names of its results.</param>
internal sealed record Report(Metric Metric, int FirstSum, bool Weighted, IReadOnlyList<string> Names);
