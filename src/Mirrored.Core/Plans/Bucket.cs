namespace Mirrored;

/// <summary>A piece of the flat gradient range that is exchanged as one.</summary>
/// <param name="Start">The first element.</param>
/// <param name="Count">The number of elements.</param>
internal readonly record struct Bucket(long Start, long Count);
