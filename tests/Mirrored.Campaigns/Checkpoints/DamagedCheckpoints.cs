namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Flips bits of checkpoints and cuts files short: each is found, and the checkpoint before is restored.</summary>
internal sealed class DamagedCheckpoints : Campaign
{
    public override string Name => "flips";

    public override string Goal => "A4";

    public override string Summary => "single bits flipped and files cut short at random: all found, the checkpoint before is restored";

    public override void Run(CampaignRun run)
    {
        using TrainedModel trained = new();
        using TrainedModel restored = new();
        using CheckpointManager manager = new(run.Subfolder("checkpoints"));
        trained.Train();
        manager.Save(trained.Model);
        string before = trained.Model.WeightsSha256();
        trained.Train();
        string newest = manager.Save(trained.Model);
        string now = trained.Model.WeightsSha256();
        run.Expect(Restore(manager.Directory, restored.Model) == now, $"the control: an undamaged checkpoint was not restored");
        string[] files = [.. Directory.EnumerateFiles(newest).Order(StringComparer.Ordinal)];
        for (int i = 0; i < run.Of(200, 10_000); i++)
        {
            string file = files[run.Random.Next(files.Length)];
            byte[] content = File.ReadAllBytes(file);
            int bit = run.Random.Next(content.Length * 8);
            byte[] flipped = [.. content];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Try(run, manager.Directory, restored.Model, before, file, content, flipped, $"bit {bit} flipped");
        }

        for (int i = 0; i < run.Of(50, 2_000); i++)
        {
            string file = files[run.Random.Next(files.Length)];
            byte[] content = File.ReadAllBytes(file);
            int length = run.Random.Next(content.Length);
            Try(run, manager.Directory, restored.Model, before, file, content, content[..length], $"cut to {length} bytes");
        }
    }

    private static void Try(
        CampaignRun run, string folder, Sequential model, string before, string file, byte[] content, byte[] damaged, string what)
    {
        File.WriteAllBytes(file, damaged);
        string found = Restore(folder, model);
        run.Expect(found == before, $"{Path.GetFileName(file)}, {what}: {found} was restored");
        File.WriteAllBytes(file, content);
    }

    private static string Restore(string folder, Sequential model)
    {
        using CheckpointManager manager = new(folder);
        return manager.Restore(model, TextWriter.Null) is null ? "nothing" : model.WeightsSha256();
    }
}
