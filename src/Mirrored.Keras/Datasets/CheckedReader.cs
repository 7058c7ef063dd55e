using System.IO.Compression;

namespace Mirrored.Keras;

/// <summary>Reads the unpacked bytes of a file from front to back and, at the end, vouches that they were all there.</summary>
/// <remarks>.NET's decompressors accept a file that was cut short, bytes behind the data and, in zip files, data that does not
/// have the recorded checksum. This class compares length, checksum and end of data itself.</remarks>
internal sealed class CheckedReader : IDisposable
{
    private const int ChunkSize = 1 << 16;

    private readonly Stream _content;
    private readonly uint? _expectedChecksum;
    private readonly FileSection? _packed;
    private Crc32 _checksum;

    /// <param name="content">The unpacked bytes; closed with the reader.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="length">The number of unpacked bytes that the file claims.</param>
    /// <param name="packedLength">The number of bytes that they are packed in.</param>
    /// <param name="checksum">Their CRC-32, where the file has one.</param>
    /// <param name="packed">The packed bytes, if all of them have to be used up.</param>
    /// <exception cref="DataFormatException">So many bytes must not come out of so few.</exception>
    public CheckedReader(
        Stream content, string name, long length, long packedLength, uint? checksum, FileSection? packed = null)
    {
        PackedSize.Check(name, length, packedLength);
        _content = content;
        _expectedChecksum = checksum;
        _packed = packed;
        Name = name;
        Length = length;
    }

    /// <summary>What errors call the file.</summary>
    public string Name { get; }

    /// <summary>The number of unpacked bytes that the file claims; <see cref="ExpectEnd"/> makes sure.</summary>
    public long Length { get; }

    /// <summary>The number of unpacked bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Starts to read a file as it is, or unpacked if it begins as gzip files do.</summary>
    /// <param name="file">A seekable stream at its start; the caller closes it.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="DataFormatException">The gzip header is not one.</exception>
    public static CheckedReader Open(Stream file, string name)
    {
        if (!GzipFile.IsGzip(file)) return new(file, name, file.Length, file.Length, checksum: null);
        GzipFile gzip = GzipFile.ReadFrame(file, name);
        var packed = new FileSection(file, gzip.DataStart, gzip.DataLength);
        return new(
            new DeflateStream(packed, CompressionMode.Decompress),
            name, gzip.UnpackedLength, gzip.DataLength, gzip.Checksum, packed);
    }

    /// <summary>Fills the span with the next bytes.</summary>
    /// <exception cref="DataFormatException">There are not so many, or they are damaged.</exception>
    public void ReadExactly(Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int read = Read(destination[..Math.Min(destination.Length, ChunkSize)]);
            if (read == 0)
                throw new DataFormatException(
                    Name, Position, "the end of the data", $"{destination.Length} more bytes");
            destination = destination[read..];
        }
    }

    /// <summary>Makes sure that everything was read and is what the file says it is.</summary>
    /// <exception cref="DataFormatException">There is more, or length or checksum differ.</exception>
    public void ExpectEnd()
    {
        Span<byte> more = stackalloc byte[1];
        if (Read(more) > 0) throw new DataFormatException(Name, Position - 1, "more bytes", "the end of the data");
        if (Position != Length)
            throw new DataFormatException(Name, Position, "the end of the data", $"{Length} bytes as the file says");
        if (_expectedChecksum is { } checksum && checksum != _checksum.Value)
            throw new DataFormatException(
                Name, Position, $"data of checksum {_checksum.Value:X8}", $"checksum {checksum:X8} as the file says");
        if (_packed is { IsUsedUp: false })
            throw new DataFormatException(Name, Position, "bytes behind the packed data", "the end of the file");
        if (_packed is { IsTooShort: true })
            throw new DataFormatException(Name, Position, "packed data without an end", "a last block");
    }

    public void Dispose() => _content.Dispose();

    private int Read(Span<byte> destination)
    {
        try
        {
            int read = _content.Read(destination);
            _checksum.Append(destination[..read]);
            Position += read;
            return read;
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(Name, Position, "packed data that makes no sense", "deflate data", error);
        }
    }
}
