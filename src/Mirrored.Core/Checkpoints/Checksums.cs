using System.Security.Cryptography;
using System.Text;

namespace Mirrored;

/// <summary>The file that says what all others hold, as the program <c>sha256sum</c> writes and checks it.</summary>
/// <remarks><code>
/// 2f1c...e0  weights.safetensors
/// 90ab...17  checkpoint.json
/// </code>
/// Every line is 64 hexadecimal digits in lower case, two blanks, a name and a line feed. The manifest comes last, so that no
/// part of the file passes for the whole.</remarks>
internal static class Checksums
{
    /// <summary>The file's name.</summary>
    public const string FileName = "SHA256SUMS";

    private const int Digits = 2 * SHA256.HashSizeInBytes;
    private const string Separator = "  ";
    private const int LongestFile = 1 << 16;

    /// <summary>The size of the file for names.</summary>
    public static long Length(IEnumerable<string> names) => names.Sum(name => (long)Line("", name).Length + Digits);

    /// <summary>A line of the file.</summary>
    public static string Line(string hash, string name) => $"{hash}{Separator}{name}\n";

    /// <summary>Reads the file, which may hold anything.</summary>
    /// <returns>Hash and name of every line, in order; null if it is not exactly what this class writes.</returns>
    public static IReadOnlyList<(string Hash, string Name)>? Read(Stream file)
    {
        if (file.Length > LongestFile) return null;
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        string text = Encoding.Latin1.GetString(bytes);
        if (!text.EndsWith('\n')) return null;
        List<(string, string)> lines = [];
        foreach (string line in text[..^1].Split('\n'))
        {
            if (line.Length <= Digits + Separator.Length) return null;
            (string hash, string name) = (line[..Digits], line[(Digits + Separator.Length)..]);
            if (line[Digits..^name.Length] != Separator || hash.Any(c => !char.IsAsciiHexDigitLower(c)) || !IsName(name)) return null;
            if (lines.Any(known => known.Item2 == name)) return null;
            lines.Add((hash, name));
        }

        return lines;
    }

    /// <summary>Whether a file may have this name; it can lead nowhere else than into the checkpoint's folder.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');
}
