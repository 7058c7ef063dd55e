using System.Buffers.Binary;

namespace Mirrored.Keras;

/// <summary>The frame of a gzip file of one member (RFC 1952): where its data lies and what the trailer says about it.</summary>
/// <param name="DataStart">The first byte of the deflate data.</param>
/// <param name="DataLength">Its length, up to the trailer, which ends the file.</param>
/// <param name="Checksum">The CRC-32 of the unpacked bytes.</param>
/// <param name="UnpackedLength">Their number; files of 4 GiB and more are not read.</param>
internal readonly record struct GzipFile(long DataStart, long DataLength, uint Checksum, uint UnpackedLength)
{
    private const int FixedHeaderLength = 10;
    private const int TrailerLength = 8;
    private const int MaxHeaderLength = 4096;
    private const byte Deflate = 8;
    private const byte HasHeaderChecksum = 2;
    private const byte HasExtra = 4;
    private const byte HasName = 8;
    private const byte HasComment = 16;
    private const byte Reserved = 0xE0;

    /// <summary>True when the file starts with gzip's two magic bytes; leaves the stream at its start.</summary>
    public static bool IsGzip(Stream file)
    {
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }

    /// <summary>Reads header and trailer.</summary>
    /// <exception cref="DataFormatException">They are not whole, or of a kind that RFC 1952 does not define.</exception>
    public static GzipFile ReadFrame(Stream file, string name)
    {
        if (file.Length < FixedHeaderLength + TrailerLength)
            throw new DataFormatException(name, file.Length, "the end of the file", "a gzip header and trailer");
        var header = new byte[(int)Math.Min(file.Length - TrailerLength, MaxHeaderLength)];
        file.ReadExactly(header);
        int start = HeaderLength(header, name);

        Span<byte> trailer = stackalloc byte[TrailerLength];
        file.Position = file.Length - TrailerLength;
        file.ReadExactly(trailer);
        return new(
            start,
            file.Length - TrailerLength - start,
            BinaryPrimitives.ReadUInt32LittleEndian(trailer),
            BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
    }

    private static int HeaderLength(ReadOnlySpan<byte> header, string name)
    {
        byte method = header[2], flags = header[3];
        if (method != Deflate) throw new DataFormatException(name, 2, $"gzip method {method}", $"method {Deflate}, deflate");
        if ((flags & Reserved) != 0) throw new DataFormatException(name, 3, $"gzip flags 0x{flags:X2}", "no reserved flag");

        int at = FixedHeaderLength;
        if ((flags & HasExtra) != 0)
            at += 2 + (at + 2 <= header.Length ? BinaryPrimitives.ReadUInt16LittleEndian(header[at..]) : 0);
        if ((flags & HasName) != 0) at = AfterZero(header, at);
        if ((flags & HasComment) != 0) at = AfterZero(header, at);
        if ((flags & HasHeaderChecksum) != 0) at = AfterChecksum(header, at, name);
        return at <= header.Length
            ? at
            : throw new DataFormatException(name, header.Length, "an unfinished gzip header", "its end");
    }

    private static int AfterZero(ReadOnlySpan<byte> header, int start)
    {
        int zero = start <= header.Length ? header[start..].IndexOf((byte)0) : -1;
        return zero >= 0 ? start + zero + 1 : header.Length + 1;
    }

    private static int AfterChecksum(ReadOnlySpan<byte> header, int start, string name)
    {
        if (start + 2 > header.Length) return header.Length + 1;
        Crc32 checksum = default;
        checksum.Append(header[..start]);
        ushort found = (ushort)checksum.Value, expected = BinaryPrimitives.ReadUInt16LittleEndian(header[start..]);
        return found == expected
            ? start + 2
            : throw new DataFormatException(name, 0, $"a header of checksum {found:X4}", $"checksum {expected:X4}");
    }
}
