namespace Mirrored;

/// <summary>What one replica says of one of its weights.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Checksum">The checksum of its bits, by <see cref="ChecksumOperation"/>.</param>
internal readonly record struct WeightDigest(string Name, Shape Shape, ulong Checksum);
