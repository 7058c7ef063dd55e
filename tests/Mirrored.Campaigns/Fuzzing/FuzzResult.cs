namespace Mirrored.Campaigns;

/// <summary>What a fuzzing process tells.</summary>
/// <param name="Executions">Inputs that were run.</param>
/// <param name="Covered">Pairs of branches that were taken.</param>
/// <param name="Inputs">Inputs that reached something new.</param>
/// <param name="MostMemory">The most bytes that one took.</param>
/// <param name="Findings">What went wrong.</param>
internal sealed record FuzzResult(long Executions, int Covered, int Inputs, long MostMemory, IReadOnlyList<string> Findings);
