using System.Buffers.Binary;
using System.IO.Compression;

namespace Mirrored.Peers;

/// <summary>Reads one of MNIST's compressed IDX files, for the peer; ours reads its data itself.</summary>
internal static class IdxFile
{
    private const int RankOffset = 3;
    private const int FirstDimensionOffset = 4;

    /// <returns>The bytes after the header; the first dimension is the number of rows.</returns>
    public static byte[] Read(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new UsageException($"{path} is missing. Give the folder of MNIST's four .gz files with --data.");
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        Span<byte> header = stackalloc byte[16];
        stream.ReadExactly(header[..FirstDimensionOffset]);
        int rank = header[RankOffset];
        if (rank is < 1 or > 3)
            throw new UsageException($"{path} has {rank} dimensions; MNIST's files have 1 or 3.");
        stream.ReadExactly(header[FirstDimensionOffset..(FirstDimensionOffset + rank * sizeof(int))]);
        int count = 1;
        for (int i = 1; i <= rank; i++)
            count = checked(count * BinaryPrimitives.ReadInt32BigEndian(header[(i * sizeof(int))..]));
        var values = new byte[count];
        stream.ReadExactly(values);
        return values;
    }
}
