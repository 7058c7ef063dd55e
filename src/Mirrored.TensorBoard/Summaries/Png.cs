using System.Buffers.Binary;
using System.IO.Compression;

namespace Mirrored.Keras;

/// <summary>Writes pictures of eight bits a channel as PNG.</summary>
/// <remarks>Source: Portable Network Graphics, third edition, W3C.</remarks>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    /// <summary>PNG's numbers for 1 to 4 channels: grey, grey and alpha, red green blue, and those with alpha.</summary>
    private static ReadOnlySpan<byte> ColorTypes => [0, 4, 2, 6];

    /// <summary>Encodes a picture.</summary>
    /// <param name="pixels"><c>(height, width, channels)</c>.</param>
    /// <param name="height">At least 1.</param>
    /// <param name="width">At least 1.</param>
    /// <param name="channels">1 to 4.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        using MemoryStream file = new();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, ColorTypes[channels - 1]);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, height, width * channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rows, int bytes)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.Optimal))
        {
            for (int row = 0; row < rows; row++)
            {
                zlib.WriteByte(0); // The row is not filtered.
                zlib.Write(pixels.Slice(row * bytes, bytes));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte one in data) crc = CrcTable[(byte)(crc ^ one)] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOfByte(int value)
    {
        const uint polynomial = 0xedb88320;
        uint crc = (uint)value;
        for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? polynomial ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
