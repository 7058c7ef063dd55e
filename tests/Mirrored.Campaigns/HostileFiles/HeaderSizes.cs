using System.Buffers.Binary;
using System.Text;

namespace Mirrored.Campaigns;

/// <summary>Shapes around every limit of arithmetic in every header that has one: refused, or exactly what they say.</summary>
internal sealed class HeaderSizes : Campaign
{
    private const long MostMemory = 64 << 20;

    private static readonly string[] Sizes =
    [
        "0", "1", "2", "255", "256", "32768", "65535", "65536", "46341", "1073741824", "2147483647", "2147483648", "4294967295", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "-1", "-2147483648", "1e9", "", " 3", "0x10",
    ];

    public override string Name => "headersizes";

    public override string Goal => "E4";

    public override string Summary => "all shapes of up to three axes around 0, 2^16, 2^31, 2^32, 2^63 and below zero, and of 255 axes";

    public override void Run(CampaignRun run)
    {
        int step = run.Of(37, 1), i = 0;
        foreach (string[] shape in Shapes())
        {
            if (i++ % step != 0) continue;
            Npy(run, shape);
            Tensors(run, shape);
            if (shape.Length is 1 or 3 && shape.All(s => uint.TryParse(s, out _))) Idx(run, [.. shape.Select(uint.Parse)]);
        }
    }

    private static IEnumerable<string[]> Shapes()
    {
        yield return [];
        foreach (string a in Sizes) yield return [a];
        foreach (string a in Sizes) foreach (string b in Sizes) yield return [a, b];
        foreach (string a in Sizes) foreach (string b in Sizes) foreach (string c in Sizes) yield return [a, b, c];
        foreach (string a in Sizes) yield return [.. Enumerable.Repeat(a, 255)];
    }

    private static void Idx(CampaignRun run, uint[] shape)
    {
        byte[] header = new byte[4 + 4 * shape.Length];
        (header[2], header[3]) = (8, (byte)shape.Length);
        for (int i = 0; i < shape.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + 4 * i), shape[i]);
        foreach (int data in (int[])[0, 4])
            Check(run, $"idx {Text(shape)}, {data} bytes", data, () => IdxReader.Read(new MemoryStream([.. header, .. new byte[data]]), "header", shape.Length).Length);
    }

    private static void Npy(CampaignRun run, string[] shape)
    {
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")}), }}\n";
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header)];
        foreach (int data in (int[])[0, 1, 4])
        {
            byte[] file = [.. start, .. new byte[data]];
            Check(run, $"npy {Text(shape)}, {data} bytes", data, () =>
            {
                using CheckedReader reader = new(new MemoryStream(file), "header", file.Length, file.Length, checksum: null);
                return NpyElements.Read(reader).Length;
            });
        }
    }

    private static void Tensors(CampaignRun run, string[] shape)
    {
        string header = $$$"""{"a":{"dtype":"F32","shape":[{{{string.Join(',', shape)}}}],"data_offsets":[0,4]}}""";
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0];
        Check(run, $"safetensors {Text(shape)}", 1, () => (int)SafetensorsFile.Read(new MemoryStream(file), "header").Tensors[0].Shape.Length);
    }

    /// <summary>Reads; an array must have as many elements as there was data for.</summary>
    private static void Check(CampaignRun run, string what, int elements, Func<int> read)
    {
        long memory = GC.GetAllocatedBytesForCurrentThread();
        string found;
        try
        {
            int length = read();
            found = length == elements ? "" : $"gave {length} elements";
        }
        catch (Exception refused) when (refused is DataFormatException or ModelFormatException)
        {
            found = "";
        }
#pragma warning disable CA1031 // Anything else is wrong.
        catch (Exception other)
#pragma warning restore CA1031
        {
            found = other.ToString();
        }

        memory = GC.GetAllocatedBytesForCurrentThread() - memory;
        run.Expect(found.Length == 0 && memory <= MostMemory, $"{what}: {found}, {memory} bytes");
    }

    private static string Text<T>(T[] shape) => shape.Length > 4 ? $"{shape.Length} times {shape[0]}" : $"({string.Join(", ", shape)})";
}
