using System.IO.Compression;
using System.Text.Json;
using System.Text.Unicode;

namespace Mirrored.Keras;

/// <summary>Reads the members of a <c>.keras</c> file, a zip archive that may be hostile: nothing is unpacked to disk, names are compared
/// and never used as paths, sizes are checked before memory is taken.</summary>
internal sealed class KerasArchive : IDisposable
{
    public const string Config = "config.json", Metadata = "metadata.json", Weights = "model.weights.h5";

    // Deep enough for models in models.
    private const int LongestText = 16 << 20, Depth = 64;

    // Some more than the three that there are, so that a foreign one is named.
    private const int MostMembers = 16;

    private readonly string _path;
    private readonly ZipArchive _zip;

    public KerasArchive(string path)
    {
        _path = path;
        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            ZipDirectory.Check(stream, path, MostMembers);
            _zip = new ZipArchive(stream, ZipArchiveMode.Read);
            CheckMembers();
        }
        catch (DataFormatException exception)
        {
            stream.Dispose();
            throw new ModelFormatException(path, "more members than a model has", $"{Config}, {Metadata} and {Weights}", exception);
        }
        catch (InvalidDataException exception)
        {
            stream.Dispose();
            throw new ModelFormatException(path, "something that is no zip archive", "a .keras file of Keras 3", exception);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The configuration; disposed by the caller.</summary>
    public JsonDocument ReadConfig() => ParseConfig(_path, Read(Config, LongestText));

    /// <summary>The configuration that a text is; disposed by the caller.</summary>
    /// <param name="path">What errors call the file.</param>
    /// <param name="text">UTF-8.</param>
    public static JsonDocument ParseConfig(string path, byte[] text)
    {
        try
        {
            // The parser passes over texts that are not Unicode; whoever reads one later would be told.
            if (!Utf8.IsValid(text)) throw new JsonException("It is not UTF-8.");
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Depth, AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException(path, $"{Config} that is not valid JSON", "the configuration of a model", exception);
        }
    }

    /// <summary>The length that the weights declare.</summary>
    public long WeightsLength => Member(Weights).Length;

    /// <summary>The file of weights.</summary>
    /// <param name="longest">The most bytes that it may have.</param>
    public MemoryStream OpenWeights(long longest) => new(Read(Weights, longest), writable: false);

    public void Dispose() => _zip.Dispose();

    private void CheckMembers()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in _zip.Entries)
        {
            if (entry.FullName is not (Config or Metadata or Weights) || !names.Add(entry.FullName))
                throw new ModelFormatException(_path, $"the member {SafetensorsFile.Quote(entry.FullName)}", $"{Config}, {Metadata} and {Weights}, once each");
        }
    }

    private ZipArchiveEntry Member(string name) =>
        _zip.GetEntry(name) ?? throw new ModelFormatException(_path, $"no member {name}", "a .keras file of Keras 3");

    private byte[] Read(string name, long longest)
    {
        ZipArchiveEntry entry = Member(name);
        if (entry.Length > Math.Min(longest, Array.MaxLength))
            throw new ModelFormatException(_path, $"{name} of {entry.Length} bytes", $"at most {Math.Min(longest, Array.MaxLength)}");
        if (entry.Length > PackedSize.Limit(entry.CompressedLength))
            throw new ModelFormatException(_path, $"{name} of {entry.Length} bytes packed in {entry.CompressedLength}", $"at most {PackedSize.Limit(entry.CompressedLength)}");
        try
        {
            using Stream stream = entry.Open();
            using MemoryStream content = new(); // Grows with what is there, not with what is declared.
            byte[] piece = new byte[1 << 16];
            for (int count; (count = stream.Read(piece)) > 0;)
            {
                content.Write(piece, 0, count);
                if (content.Length > entry.Length) break;
            }

            byte[] bytes = content.ToArray();
            Crc32 crc = default;
            crc.Append(bytes);
            if (bytes.Length != entry.Length || crc.Value != entry.Crc32)
                throw new ModelFormatException(_path, $"{name} that is damaged", $"{entry.Length} bytes with the checksum {entry.Crc32:x8}");
            return bytes;
        }
        catch (InvalidDataException exception)
        {
            throw new ModelFormatException(_path, $"{name} that cannot be unpacked", "a member that is stored or deflated", exception);
        }
    }
}
