namespace Mirrored.Campaigns;

/// <summary>Files that were cut, lengthened or lost a bit are refused, or say the same as before.</summary>
internal sealed class Damage : Campaign
{
    public override string Name => "damage";

    public override string Goal => "E2";

    public override string Summary => "truncations, bytes behind the end and single-bit flips of gzip, npz and safetensors files";

    public override void Run(CampaignRun run)
    {
        byte[] image = [0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 20, 0, 0, 0, 10, .. Noise(run, 2000)];
        byte[] gzip = FuzzSeeds.Packed(image), stored = FuzzSeeds.Npz[0], deflated = FuzzSeeds.Npz[1];
        Truncations(run, "gzip", gzip, Gzip);
        Truncations(run, "npz", deflated, FuzzTargets.ReadNpz);
        Flips(run, "gzip", gzip, b => IdxReader.Read(new MemoryStream(b), "damaged", 3).ToArray());
        Flips(run, "stored npz", stored, Arrays);
        Flips(run, "deflated npz", deflated, Arrays);
        foreach (byte[] more in (byte[][])[[0], [1, 2, 3], [.. gzip]])
            run.Expect(Refuses(Gzip, [.. gzip, .. more]), $"{more.Length} bytes behind a gzip file were accepted");
        run.Expect(!Refuses(Gzip, gzip), $"a good file is refused");
    }

    private static void Truncations(CampaignRun run, string kind, byte[] file, Action<byte[]> read)
    {
        for (int i = 0; i < run.Of(60, 300); i++)
        {
            int length = run.Random.Next(file.Length);
            run.Expect(Refuses(read, file[..length]), $"{kind} cut to {length} of {file.Length} bytes was accepted");
        }
    }

    private static void Flips(CampaignRun run, string kind, byte[] file, Func<byte[], object> read)
    {
        string whole = Text(read(file));
        for (int i = 0; i < run.Of(60, 300); i++)
        {
            int bit = run.Random.Next(8 * file.Length);
            byte[] flipped = [.. file];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            bool same = false;
            bool refused = Refuses(b => same = Text(read(b)) == whole, flipped);
            run.Expect(refused || same, $"{kind} with bit {bit} flipped gave other numbers");
        }
    }

    private static void Gzip(byte[] bytes) => IdxReader.Read(new MemoryStream(bytes), "damaged", 3);

    private static object Arrays(byte[] bytes)
    {
        using NpzReader reader = new(new MemoryStream(bytes), "damaged");
        // By the names that were written: where a name is damaged, so is what it stands for.
        return Enumerable.Range(0, reader.Names.Count).SelectMany(i => Numbers(reader.Read($"a{i}"))).ToArray();
    }

    private static IEnumerable<double> Numbers(NDArray array) => array switch
    {
        NDArray<float> a => a.ToArray().Select(v => (double)v),
        NDArray<double> a => a.ToArray(),
        NDArray<int> a => a.ToArray().Select(v => (double)v),
        NDArray<byte> a => a.ToArray().Select(v => (double)v),
        _ => [],
    };

    private static string Text(object numbers) => string.Join(' ', ((System.Collections.IEnumerable)numbers).Cast<object>());

    private static bool Refuses(Action<byte[]> read, byte[] file)
    {
        try
        {
            read(file);
            return false;
        }
        catch (DataFormatException)
        {
            return true;
        }
    }

    private static byte[] Noise(CampaignRun run, int count)
    {
        byte[] bytes = new byte[count];
        run.Random.NextBytes(bytes);
        return bytes;
    }
}
