namespace Mirrored;

/// <summary>Where the elements of an array really are, for whoever pins them or copies rows to a device.</summary>
/// <param name="StorageType">What one stored element is; a view of bytes as floats stores <see cref="DType.UInt8"/>.</param>
/// <param name="Backing">The managed array: <c>float[]</c>, <c>double[]</c>, <c>int[]</c> or <c>byte[]</c>.</param>
/// <param name="Offset">The first element within <paramref name="Backing"/>, in elements.</param>
/// <param name="Shape">The shape; its length is the number of elements from <paramref name="Offset"/> on.</param>
/// <param name="ByteValues">256 floats: what each stored byte stands for; null when elements are stored as they are.</param>
internal readonly record struct ArraySource(
    DType StorageType, Array Backing, int Offset, Shape Shape, float[]? ByteValues);
