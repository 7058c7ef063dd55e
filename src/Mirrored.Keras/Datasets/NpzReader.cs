using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Mirrored.Keras;

/// <summary>Reads arrays of bytes out of NumPy's npz files: a zip of npy files, such as Keras's mnist.npz.</summary>
internal sealed partial class NpzReader : IDisposable
{
    // NumPy's own limit; a longer header than this holds something else.
    private const int MaxHeaderLength = 10_000;
    private const int MaxEntries = 64;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    private readonly ZipArchive _zip;
    private readonly string _name;

    /// <param name="file">A seekable stream at its start; owned.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="DataFormatException">It is no zip file, or has more than 64 entries.</exception>
    public NpzReader(Stream file, string name)
    {
        _name = name;
        try
        {
            _zip = new ZipArchive(file, ZipArchiveMode.Read);
            if (_zip.Entries.Count <= MaxEntries) return;
        }
        catch (InvalidDataException error)
        {
            file.Dispose();
            throw new DataFormatException(name, 0, "no readable zip directory", "an npz file", error);
        }

        int entries = _zip.Entries.Count;
        _zip.Dispose();
        throw new DataFormatException(name, 0, $"{entries} entries", $"at most {MaxEntries}");
    }

    /// <summary>Reads one array.</summary>
    /// <param name="key">Its name in the file, without <c>.npy</c>.</param>
    /// <param name="axes">The number of axes that it has to have.</param>
    /// <exception cref="DataFormatException">There is no such array, it is of another kind, or it is damaged.</exception>
    public NDArray<byte> Read(string key, int axes)
    {
        string name = $"{_name}/{key}.npy";
        ZipArchiveEntry entry = _zip.GetEntry($"{key}.npy")
            ?? throw new DataFormatException(_name, 0, "no such entry", $"an array called {key}");
        using CheckedReader reader = Open(entry, name);
        Shape shape = ReadHeader(reader);
        if (shape.Rank != axes)
            throw new DataFormatException(name, 0, $"an array of shape {shape}", $"{axes} axes");
        if (reader.Length != reader.Position + shape.Length || shape.Length > IdxReader.MaxElements)
            throw new DataFormatException(
                name, reader.Position, $"{reader.Length} bytes in all", $"header and elements of shape {shape}");

        var elements = GC.AllocateUninitializedArray<byte>((int)shape.Length, pinned: true);
        reader.ReadExactly(elements);
        reader.ExpectEnd();
        return new NDArray<byte>(elements, shape);
    }

    public void Dispose() => _zip.Dispose();

    private static CheckedReader Open(ZipArchiveEntry entry, string name)
    {
        try
        {
            return new CheckedReader(entry.Open(), name, entry.Length, entry.CompressedLength, entry.Crc32);
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(name, 0, "a damaged zip entry", "stored or deflated data", error);
        }
    }

    private static Shape ReadHeader(CheckedReader reader)
    {
        Span<byte> start = stackalloc byte[10];
        reader.ReadExactly(start);
        if (!start.StartsWith(Magic) || start[6] != 1)
            throw new DataFormatException(
                reader.Name, 0, $"bytes {Convert.ToHexString(start[..8])}", "npy format 1.0: 934E554D50590100");
        int length = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        if (length > MaxHeaderLength)
            throw new DataFormatException(reader.Name, 8, $"a header of {length} bytes", $"at most {MaxHeaderLength}");

        var text = new byte[length];
        reader.ReadExactly(text);
        string header = Encoding.Latin1.GetString(text);
        Match match = Header().Match(header);
        if (!match.Success)
            throw new DataFormatException(
                reader.Name, 10, header.Trim(), "'descr': '|u1', 'fortran_order': False, 'shape': (...)");
        return ParseShape(reader.Name, match.Groups["shape"].Value);
    }

    private static Shape ParseShape(string name, string text)
    {
        string[] sizes = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var axes = new int[sizes.Length];
        long elements = 1;
        for (int axis = 0; axis < axes.Length; axis++)
        {
            bool valid = int.TryParse(sizes[axis], out axes[axis]) && axes[axis] is > 0 and <= IdxReader.MaxElements;
            elements *= axes[axis];
            if (!valid || elements > IdxReader.MaxElements)
                throw new DataFormatException(
                    name, 10, $"shape ({text})", $"positive sizes and at most {IdxReader.MaxElements} elements");
        }

        return new Shape(axes);
    }

    [GeneratedRegex(@"^\{'descr': '\|u1', 'fortran_order': False, 'shape': \((?<shape>[0-9, ]*)\), \} *\n$")]
    private static partial Regex Header();
}
