namespace Mirrored.Keras;

/// <summary>How much a packed file may unpack to: what no honest file exceeds, and no memory is taken for.</summary>
internal static class PackedSize
{
    /// <summary>Unpacked bytes that need no good reason.</summary>
    public const long Harmless = 256L << 20;

    /// <summary>Unpacked bytes for each packed one, beyond what is harmless; arrays of pixels and weights pack far less.</summary>
    public const long LargestRatio = 100;

    /// <summary>Deflate's longest match is 258 bytes for two bits: no packed byte stands for more.</summary>
    private const long Deflate = 1032;

    /// <summary>The most bytes that so many packed ones may stand for.</summary>
    public static long Limit(long packed) => packed >= Harmless
        ? Math.Min(packed, long.MaxValue / LargestRatio) * LargestRatio
        : Math.Min(packed * Deflate + Deflate, Math.Max(Harmless, packed * LargestRatio));

    /// <summary>Refuses sizes that make no sense, or are made to fill memory.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <param name="length">The unpacked bytes that it claims.</param>
    /// <param name="packed">The bytes that they are packed in.</param>
    /// <exception cref="DataFormatException">So many bytes must not come out of so few.</exception>
    public static void Check(string name, long length, long packed)
    {
        if (length < 0 || packed < 0 || length > Limit(packed))
            throw new DataFormatException(
                name, 0, $"{length} bytes packed in {packed}",
                $"at most {Deflate} bytes in each packed byte, and {LargestRatio} beyond {Harmless >> 20} MiB");
    }
}
