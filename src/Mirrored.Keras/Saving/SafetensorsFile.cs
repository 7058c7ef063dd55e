using System.Globalization;
using System.Text;

namespace Mirrored.Keras;

/// <summary>Reads and writes safetensors files: named tensors and nothing that could run.</summary>
/// <remarks>
/// <code>
/// 8 bytes   N, the length of the header, little-endian
/// N bytes   JSON, UTF-8, padded with blanks to a multiple of 8:
///           {"__metadata__":{"key":"text"},
///            "kernel":{"dtype":"F32","shape":[784,128],"data_offsets":[0,401408]}, ...}
/// the rest  the tensors, little-endian, row-major, one behind the other without holes
/// </code>
/// Source of the format: https://github.com/huggingface/safetensors. Reading is stricter than the format asks in four
/// points: a name occurs once, fields and element types are known, names are printable, shapes have at most 64 axes of
/// 31 bits. The format has no checksum, so a changed byte in the data is not noticed.
/// </remarks>
internal static partial class SafetensorsFile
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    internal const int LongestHeader = 100_000_000;

    /// <summary>The most axes that a tensor may have here; the format sets no limit.</summary>
    internal const int HighestRank = 64;

    /// <summary>The key in the header that holds texts instead of a tensor.</summary>
    internal const string MetadataKey = "__metadata__";
    private const int LengthBytes = sizeof(ulong);

    /// <summary>A text from a file for messages: cut, and escaped so that it cannot steer a terminal.</summary>
    internal static string Quote(string text)
    {
        const int longest = 80;
        StringBuilder quoted = new("'");
        foreach (char letter in text.AsSpan(0, Math.Min(text.Length, longest)))
        {
            if (char.IsControl(letter) || char.IsSurrogate(letter))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else quoted.Append(letter);
        }

        return quoted.Append(text.Length > longest ? "...'" : "'").ToString();
    }

    /// <summary>Whether a tensor may have this name: not empty, no control characters, not reserved.</summary>
    internal static bool IsTensorName(string name) =>
        name.Length > 0 && name != MetadataKey && !name.Any(char.IsControl);

    /// <summary>The size of an element in bytes, or 0 for a type that the format does not have.</summary>
    internal static int ElementSize(string type) => type switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" or "C64" => 8,
        _ => 0,
    };

    // The data is copied between file and memory as it is.
    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("safetensors files need a little-endian machine; this one is not.");
    }
}
