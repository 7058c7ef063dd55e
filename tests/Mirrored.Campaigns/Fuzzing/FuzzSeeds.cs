using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mirrored.Campaigns;

/// <summary>Small files of every format that are right, where fuzzing begins.</summary>
internal static class FuzzSeeds
{
    private static readonly NDArray[] Arrays =
    [
        new NDArray<float>([1, -2, 3.5f, 4, 5, 6], [2, 3]), new NDArray<double>([0.1], []), new NDArray<int>([7, 8], 2), new NDArray<byte>([1, 2, 3, 4], [2, 2, 1]),
    ];

    public static IReadOnlyList<byte[]> Idx { get; } =
    [
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6], [0, 0, 8, 1, 0, 0, 0, 5, 1, 2, 3, 4, 5],
    ];

    public static IReadOnlyList<byte[]> Gzip { get; } = [.. Idx.Select(Packed), Packed([0, 0, 8, 1, 0, 0, 16, 0, .. new byte[4096]])];

    public static IReadOnlyList<byte[]> Npy { get; } =
    [
        .. Arrays.Select(File), Text("'<f2'", "(2, 2)", 8), Text("'>i8'", "(1,)", 8), Text("'|b1'", "()", 1), Text("'<u4'", "(0, 3)", 0),
    ];

    public static IReadOnlyList<byte[]> Npz { get; } = [Zip(CompressionLevel.NoCompression), Zip(CompressionLevel.Optimal)];

    public static IReadOnlyList<byte[]> Safetensors { get; } =
    [
        Tensors("""{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[],"data_offsets":[8,10]}}""", 10),
        Tensors("""{"__metadata__":{"k":"v","w":"x"},"d":{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}  """, 0),
        Tensors("""{"e":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]},"f":{"dtype":"F64","shape":[1,1],"data_offsets":[6,14]}}""", 14),
    ];

    public static IReadOnlyList<byte[]> Csv { get; } =
        [Encoding.UTF8.GetBytes("a,b,c\n1,x,0\n2.5,\"y\",1\n,x,2\n"), Encoding.UTF8.GetBytes("c,\"b\",a\r\n3,y,\"1e3\"\r\n")];

    public static IReadOnlyList<byte[]> Configs { get; } = [Configuration()];

    public static IReadOnlyList<byte[]> Hdf5 { get; } = [Weights(Keras3Weights.Write), Weights(Keras2Weights.Write)];

    /// <summary>The model whose weights are read.</summary>
    public static Sequential NewModel() => new(
    [
        new Dense(16, "relu", inputShape: 20, name: "dense"), new Dropout(0.2, name: "dropout"),
        new Dense(8, "tanh", useBias: false, name: "middle"), new Dense(3, "softmax", name: "dense_1"),
    ], "sequential");

    public static byte[] Packed(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] File(NDArray array)
    {
        (byte[] header, byte[] elements) = NpyElements.Write(array);
        return [.. header, .. elements];
    }

    private static byte[] Text(string type, string shape, int bytes)
    {
        string header = $"{{'descr': {type}, 'fortran_order': True, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. new byte[bytes]];
    }

    private static byte[] Zip(CompressionLevel level)
    {
        using MemoryStream content = new();
        using (ZipArchive zip = new(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < Arrays.Length; i++)
            {
                using Stream member = zip.CreateEntry($"a{i}.npy", level).Open();
                member.Write(File(Arrays[i]));
            }
        }

        return content.ToArray();
    }

    public static byte[] Tensors(string header, int data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[data]];
    }

    private static byte[] Configuration()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using IDisposable scope = strategy.Scope();
        using Sequential model = NewModel();
        model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
        string path = Path.GetTempFileName();
        try
        {
            new KerasFormat().Save(model, path);
            using ZipArchive zip = ZipFile.OpenRead(path);
            using Stream config = zip.GetEntry(KerasArchive.Config)!.Open(); // It has just been written.
            using MemoryStream text = new();
            config.CopyTo(text);
            return text.ToArray();
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static byte[] Weights(Action<Sequential, Hdf5Writer> write)
    {
        using Sequential model = NewModel();
        Hdf5Writer writer = new();
        write(model, writer);
        using MemoryStream content = new();
        writer.Write(content);
        return content.ToArray();
    }
}
