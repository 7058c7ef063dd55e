namespace Mirrored.Peers;

/// <summary>What a process of one side reports of itself, on the last line that it prints.</summary>
internal sealed record SideResult(
    string Name, int TrainingRows, IReadOnlyList<double> EpochSeconds, double Accuracy, long PeakMemoryBytes);
