using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Mirrored.Campaigns;

/// <summary>Small files that claim to be huge are refused at once, before memory is taken for them.</summary>
internal sealed class Bombs : Campaign
{
    private const long MostMemory = 100 << 20, TenGiB = 10L << 30;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    public override string Name => "bombs";

    public override string Goal => "E3";

    public override string Summary => "files that unpack to far more than they are, and headers that declare more than there is";

    public override void Run(CampaignRun run)
    {
        byte[] zeros = Deflated(TenGiB);
        run.Say($"10 GiB of zeros in {zeros.Length} bytes");
        byte[] head = [0, 0, 8, 1, 0x3F, 0xFF, 0xFF, 0xF8];
        foreach (uint claimed in (uint[])[0, 1, 8, 1 << 30, 1u << 31, uint.MaxValue, 1_073_741_824 - 1])
            Refused(run, $"gzip of 10 GiB that claims {claimed}", () => Idx(Gzip(zeros, claimed)));
        Refused(run, "gzip that claims what it holds", () => Idx(Gzip(Stored(head), 1_073_741_824)));
        foreach (long claimed in (long[])[1000, 1L << 31, (1L << 32) - 1])
            Refused(run, $"npz of 10 GiB that claims {claimed}", () => FuzzTargets.ReadNpz(Zip([("a.npy", zeros)], claimed)));
        Refused(run, "npz whose 4000 entries share their data", () => FuzzTargets.ReadNpz(Overlapping(4000)));
        byte[] many = ManyEntries(run.Of(5_000, 60_000));
        Refused(run, "npz of many entries", () => FuzzTargets.ReadNpz(many));
        foreach (long header in (long[])[1, 100_000_000, 100_000_001, int.MaxValue, long.MaxValue, -1])
            Refused(run, $"safetensors with a header of {header}", () => SafetensorsFile.Read(new MemoryStream(Tensors(header)), "bomb"));
        foreach (string shape in (string[])["[1073741824]", "[65536,65536]", "[2147483647,2147483647]"])
            Refused(run, $"safetensors of shape {shape}", () => SafetensorsFile.Read(new MemoryStream(
                Tensors($$$"""{"a":{"dtype":"F32","shape":{{{shape}}},"data_offsets":[0,4]}}""")), "bomb"));
        KerasFiles.Register();
        string keras = Path.Combine(run.Folder, "bomb.keras");
        File.WriteAllBytes(keras, Zip([("config.json", Stored(Config(60_000, 60_000))), ("model.weights.h5", zeros)], (1L << 32) - 2));
        Refused(run, "a .keras file with weights of 10 GiB", () => Sequential.Load(keras).Dispose());
        File.WriteAllBytes(keras, Zip([("config.json", zeros)], (1L << 32) - 2));
        Refused(run, "a .keras file with a configuration of 10 GiB", () => Sequential.Load(keras).Dispose());
        run.Expect(Measure(() => _ = new byte[MostMemory + 1]).Memory > MostMemory, $"memory is not measured");
    }

    private static void Refused(CampaignRun run, string what, Action read)
    {
        (Exception? thrown, long memory, TimeSpan time) = Measure(read);
        run.Expect(
            thrown is DataFormatException or ModelFormatException && memory < MostMemory && time < Most,
            $"{what}: {memory} bytes, {time.TotalSeconds:0.00} s, {thrown?.Message ?? "accepted"}");
    }

    private static (Exception? Thrown, long Memory, TimeSpan Time) Measure(Action read)
    {
        long memory = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        Exception? thrown = null;
        try
        {
            read();
        }
#pragma warning disable CA1031 // What comes is judged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        return (thrown, GC.GetAllocatedBytesForCurrentThread() - memory, Stopwatch.GetElapsedTime(start));
    }

    private static void Idx(byte[] file) => IdxReader.Read(new MemoryStream(file), "bomb", 1);

    /// <summary>So many zeros, packed: a piece of 64 MiB again and again, which deflate allows behind a flush.</summary>
    private static byte[] Deflated(long zeros)
    {
        const int piece = 64 << 20;
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < piece; i += part.Length) deflate.Write(part);
            deflate.Flush();
        }

        byte[] once = packed.ToArray();
        int flush = once.AsSpan().LastIndexOf([(byte)0, (byte)0, (byte)0xFF, (byte)0xFF]) + 4;
        using MemoryStream all = new();
        for (long i = 0; i < zeros / piece; i++) all.Write(once, 0, flush);
        all.Write(once, flush, once.Length - flush);
        return all.ToArray();
    }

    private static byte[] Stored(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Gzip(byte[] deflated, uint claimed)
    {
        byte[] trailer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), claimed);
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, .. deflated, .. trailer];
    }

    /// <summary>A zip file put together by hand, whose members claim a length of their own.</summary>
    private static byte[] Zip((string Name, byte[] Deflated)[] members, long claimed)
    {
        using MemoryStream file = new();
        using MemoryStream directory = new();
        foreach ((string name, byte[] deflated) in members)
        {
            uint length = (uint)(name == "config.json" && members.Length > 1 ? 10_000 : claimed);
            uint offset = (uint)file.Length;
            file.Write(Entry(0x04034B50, name, deflated.Length, length, []));
            file.Write(deflated);
            directory.Write(Entry(0x02014B50, name, deflated.Length, length, BitConverter.GetBytes(offset)));
        }

        return Close(file, directory, members.Length);
    }

    private static byte[] Overlapping(int entries)
    {
        byte[] piece = Stored(new byte[1 << 20]);
        using MemoryStream file = new();
        using MemoryStream directory = new();
        file.Write(Entry(0x04034B50, "a.npy", piece.Length, 1 << 20, []));
        file.Write(piece);
        for (int i = 0; i < entries; i++) directory.Write(Entry(0x02014B50, $"a{i}.npy", piece.Length, 1 << 20, new byte[4]));
        return Close(file, directory, entries);
    }

    private static byte[] ManyEntries(int entries)
    {
        using MemoryStream file = new();
        using MemoryStream directory = new();
        for (int i = 0; i < entries; i++) directory.Write(Entry(0x02014B50, $"{i}.npy", 0, 0, new byte[4]));
        return Close(file, directory, entries);
    }

    /// <summary>A member's header: the local one, or with an offset that of the directory.</summary>
    private static byte[] Entry(uint mark, string name, int packed, uint length, byte[] offset)
    {
        byte[] text = Encoding.ASCII.GetBytes(name);
        bool central = offset.Length > 0;
        List<byte> bytes = [.. BitConverter.GetBytes(mark), .. central ? new byte[] { 20, 0 } : [], 20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0];
        bytes.AddRange([0, 0, 0, 0, .. BitConverter.GetBytes(packed), .. BitConverter.GetBytes(length)]);
        bytes.AddRange([(byte)text.Length, 0, 0, 0, .. central ? new byte[10] : [], .. offset, .. text]);
        return [.. bytes];
    }

    private static byte[] Close(MemoryStream file, MemoryStream directory, int entries)
    {
        int start = (int)file.Length, length = (int)directory.Length;
        directory.WriteTo(file);
        byte[] count = BitConverter.GetBytes((ushort)entries);
        file.Write([
            0x50, 0x4B, 5, 6, 0, 0, 0, 0, .. count, .. count, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(start), 0, 0,
        ]);
        return file.ToArray();
    }

    private static byte[] Tensors(long header) => [.. BitConverter.GetBytes(header), (byte)'{', (byte)'}'];

    private static byte[] Tensors(string header) =>
        [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), 0, 0, 0, 0];

    private static byte[] Config(int inputs, int units) => Encoding.UTF8.GetBytes(
        $$$"""{"class_name":"Sequential","config":{"name":"m","layers":[{"class_name":"InputLayer","config":{"name":"i","batch_shape":[null,{{{inputs}}}]}},{"class_name":"Dense","config":{"name":"d","units":{{{units}}}}}]}}"""
            .PadRight(10_000));
}
