using System.Buffers.Binary;

namespace Mirrored.Keras;

/// <summary>The records of an event file, which are TensorFlow's TFRecord.</summary>
/// <remarks><code>
/// uint64 length | uint32 masked CRC of the length | data | uint32 masked CRC of the data      all little-endian
/// </code></remarks>
internal static class RecordFormat
{
    private const int HeaderBytes = sizeof(ulong) + sizeof(uint);

    /// <summary>A longer record is refused: its length is damaged, or nothing that Mirrored shows.</summary>
    private const int LongestData = 1 << 28;

    /// <summary>Frames data as a record.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[HeaderBytes + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), MaskedCrc.Of(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + data.Length), MaskedCrc.Of(data));
        return record;
    }

    /// <summary>Reads the data of the next record.</summary>
    /// <returns>Null at the end, and before a record that is not all there: its writer was killed, or is at it.</returns>
    /// <exception cref="InvalidDataException">A checksum is wrong.</exception>
    public static byte[]? Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(ulong)..]) != MaskedCrc.Of(header[..sizeof(ulong)]))
            throw new InvalidDataException("the checksum of a record's length is wrong");
        if (length > LongestData) throw new InvalidDataException($"a record says that it has {length} bytes");
        if (stream.CanSeek && stream.Length - stream.Position < (long)length + sizeof(uint)) return null;
        byte[] data = new byte[(int)length];
        Span<byte> footer = stackalloc byte[sizeof(uint)];
        if (stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length) return null;
        if (stream.ReadAtLeast(footer, footer.Length, throwOnEndOfStream: false) < footer.Length) return null;
        return BinaryPrimitives.ReadUInt32LittleEndian(footer) == MaskedCrc.Of(data)
            ? data : throw new InvalidDataException("the checksum of a record is wrong");
    }
}
