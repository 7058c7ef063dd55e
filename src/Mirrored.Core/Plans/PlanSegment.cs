namespace Mirrored;

/// <summary>A run of operations between two exchanges.</summary>
/// <param name="Start">The first operation.</param>
/// <param name="Count">The number of operations.</param>
/// <param name="Bucket">The number of the bucket whose gradients are complete behind it, or -1.</param>
internal readonly record struct PlanSegment(int Start, int Count, int Bucket);
