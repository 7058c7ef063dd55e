namespace Mirrored;

/// <summary>A run of operations up to an exchange.</summary>
/// <param name="Start">The first operation.</param>
/// <param name="Count">The number of operations.</param>
/// <param name="Bucket">The number of the bucket whose gradients are complete behind it, or -1.</param>
/// <param name="Sum">The number of the range of <see cref="SumLayout"/> that is summed behind it, or -1.</param>
internal readonly record struct PlanSegment(int Start, int Count, int Bucket, int Sum = -1);
