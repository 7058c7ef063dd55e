namespace Mirrored;

/// <summary>The losses of the rows of a pass, on the replica's device.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Heads">What has them, for each leaf; null where a leaf has no rows.</param>
/// <param name="Entry">Where their gradient enters the model; none where the replica has no rows.</param>
internal sealed record LoopLosses(LoopPass Pass, IReadOnlyList<BoundHead?> Heads, GradientEntry Entry);
