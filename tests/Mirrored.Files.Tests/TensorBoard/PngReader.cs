using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mirrored.Files.Tests;

/// <summary>Takes PNG files of eight bits and no filter apart.</summary>
internal static class PngReader
{
    public static (int Width, int Height, int Channels, byte[] Pixels) Read(byte[] file)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(file, 0, 8));
        Dictionary<string, byte[]> chunks = [];
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add(Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]);
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            at += length + 12;
        }

        byte[] header = chunks["IHDR"];
        (int width, int height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Assert.Equal(8, header[8]);
        int channels = header[9] switch { 0 => 1, 4 => 2, 2 => 3, 6 => 4, _ => throw new InvalidDataException() };
        using MemoryStream pixels = new();
        using (ZLibStream zlib = new(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress)) zlib.CopyTo(pixels);
        byte[][] rows = [.. pixels.ToArray().Chunk(width * channels + 1)];
        Assert.Equal(height, rows.Length);
        Assert.All(rows, row => Assert.Equal(0, row[0]));
        return (width, height, channels, [.. rows.SelectMany(row => row[1..])]);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0xffffffff;
        foreach (byte one in data)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        return ~crc;
    }
}
