namespace Mirrored;

/// <summary>Where an array's numbers lie, for a trainer that reads them in place.</summary>
/// <param name="StorageType">The type of the stored elements: uint8 behind a float32 view of bytes.</param>
/// <param name="Backing">The managed array that holds them.</param>
/// <param name="Offset">The first element.</param>
/// <param name="Length">The number of elements.</param>
/// <param name="ByteValues">What each of the 256 bytes stands for, in a view of bytes.</param>
internal sealed record ArraySource(DType StorageType, Array Backing, int Offset, long Length, float[]? ByteValues);
