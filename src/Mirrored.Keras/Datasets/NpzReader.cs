using System.IO.Compression;

namespace Mirrored.Keras;

/// <summary>Reads arrays out of NumPy's npz files: a zip of npy files, such as Keras's mnist.npz.</summary>
internal sealed class NpzReader : IDisposable
{
    private const int MaxEntries = 4096;
    private const string Extension = ".npy";

    private readonly ZipArchive _zip;
    private readonly string _name;

    /// <param name="file">A seekable stream at its start; owned.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="DataFormatException">It is no zip file, has more than 4096 entries, or they overlap or unpack to too much.
    /// </exception>
    public NpzReader(Stream file, string name)
    {
        _name = name;
        try
        {
            ZipDirectory.Check(file, name, MaxEntries);
            _zip = new ZipArchive(file, ZipArchiveMode.Read);
            Check(file.Length);
        }
        catch (InvalidDataException error)
        {
            file.Dispose();
            throw new DataFormatException(name, 0, "no readable zip directory", "an npz file", error);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The names of the arrays, without <c>.npy</c>.</summary>
    /// <exception cref="DataFormatException">There is a file of another kind.</exception>
    public IReadOnlyList<string> Names => [.. _zip.Entries.Select(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)
        ? entry.FullName[..^Extension.Length] : throw new DataFormatException(_name, 0, entry.FullName, "names that end in .npy"))];

    /// <summary>Reads one array of any kind of numbers.</summary>
    /// <param name="key">Its name in the file, without <c>.npy</c>.</param>
    /// <exception cref="DataFormatException">There is no such array, it holds no numbers, or it is damaged.</exception>
    public NDArray Read(string key)
    {
        using CheckedReader reader = Open(key);
        return NpyElements.Read(reader);
    }

    /// <summary>Reads one array of bytes.</summary>
    /// <param name="key">Its name in the file, without <c>.npy</c>.</param>
    /// <param name="axes">The number of axes that it has to have.</param>
    /// <exception cref="DataFormatException">There is no such array, it is of another kind, or it is damaged.</exception>
    public NDArray<byte> Read(string key, int axes)
    {
        using CheckedReader reader = Open(key);
        NpyHeader header = NpyHeader.Read(reader);
        Shape shape = header.Shape;
        if (header.Type != "u1" || header.IsFortranOrder)
            throw new DataFormatException(reader.Name, 10, $"elements of type {header.Type}", "bytes (u1) in row-major order");
        if (shape.Rank != axes) throw new DataFormatException(reader.Name, 0, $"an array of shape {shape}", $"{axes} axes");
        if (reader.Length != reader.Position + shape.Length || shape.Length is 0 or > IdxReader.MaxElements)
            throw new DataFormatException(
                reader.Name, reader.Position, $"{reader.Length} bytes in all", $"header and elements of shape {shape}");

        var elements = GC.AllocateUninitializedArray<byte>((int)shape.Length, pinned: true);
        reader.ReadExactly(elements);
        reader.ExpectEnd();
        return new NDArray<byte>(elements, shape);
    }

    public void Dispose() => _zip.Dispose();

    /// <summary>Refuses entries that together claim more than the file can hold: each may look harmless by itself.</summary>
    private void Check(long fileLength)
    {
        UInt128 length = 0, packed = 0;
        foreach (ZipArchiveEntry entry in _zip.Entries)
        {
            length += (UInt128)(ulong)entry.Length;
            packed += (UInt128)(ulong)entry.CompressedLength;
        }

        if (packed > (UInt128)(ulong)fileLength)
            throw new DataFormatException(_name, 0, $"{packed} packed bytes in a file of {fileLength}", "entries that do not overlap");
        PackedSize.Check(_name, length > long.MaxValue ? long.MaxValue : (long)length, fileLength);
    }

    private CheckedReader Open(string key)
    {
        string name = $"{_name}/{key}{Extension}";
        ZipArchiveEntry entry = _zip.GetEntry($"{key}{Extension}")
            ?? throw new DataFormatException(_name, 0, "no such entry", $"an array called {key}");
        try
        {
            return new CheckedReader(entry.Open(), name, entry.Length, entry.CompressedLength, entry.Crc32);
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(name, 0, "a damaged zip entry", "stored or deflated data", error);
        }
    }
}
