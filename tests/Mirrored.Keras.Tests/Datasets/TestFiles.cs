using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Mirrored.Keras.Tests;

/// <summary>Small files in the formats that the loaders read.</summary>
internal static class TestFiles
{
    public static readonly string[] Names =
    [
        "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz",
    ];

    /// <summary>An IDX file of unsigned bytes.</summary>
    public static byte[] Idx(byte[] elements, params int[] shape)
    {
        var file = new byte[4 + (4 * shape.Length)];
        file[2] = 8;
        file[3] = (byte)shape.Length;
        for (int axis = 0; axis < shape.Length; axis++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * axis)), shape[axis]);
        return [.. file, .. elements];
    }

    /// <summary>As many labels from 0 to 9 as asked for, in no pattern.</summary>
    public static byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(Noise(i) % 10))];

    /// <summary>As many images of 28 x 28 pixels as asked for.</summary>
    public static byte[] Images(int count) => [.. Enumerable.Range(0, count * 784).Select(i => (byte)Noise(i))];

    /// <summary>The bytes as a gzip file of one member.</summary>
    public static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, level, leaveOpen: true)) gzip.Write(content);
        return file.ToArray();
    }

    /// <summary>A dataset of a few images in the four files of MNIST, in the order of <see cref="Names"/>.</summary>
    public static byte[][] SmallMnist(int train = 5, int test = 3) =>
    [
        Gzip(Idx(Images(train), train, 28, 28)), Gzip(Idx(Labels(train), train)),
        Gzip(Idx(Images(test), test, 28, 28)), Gzip(Idx(Labels(test), test)),
    ];

    /// <summary>Files with the lengths and sums that they really have.</summary>
    public static PublishedDataset Publish(byte[][] files) => new()
    {
        Title = "Small MNIST",
        Folder = "small",
        MayLieInRoot = true,
        Mirrors = [new Uri("https://first.test/small/"), new Uri("https://second.test/")],
        Files = [.. files.Zip(Names, (bytes, name) => Publish(bytes, name))],
    };

    public static PublishedFile Publish(byte[] bytes, string name) =>
        new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>Writes the files into a folder, which is made.</summary>
    public static string Write(string folder, byte[][] files)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < files.Length; i++) File.WriteAllBytes(Path.Combine(folder, Names[i]), files[i]);
        return folder;
    }

    private static uint Noise(int i) => (uint)((i + 1) * 2_654_435_761L >> 13) & 0xFFFF;
}
