namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Lets every operation of saves fail, once or from then on, as a full or broken disk does.</summary>
internal sealed class DiskFaults : Campaign
{
    private const string Folder = "/checkpoints";

    public override string Name => "disk";

    public override string Goal => "A3";

    public override string Summary => "every write, flush and rename of a save fails, once or for good: a typed error, the earlier checkpoint loads";

    public override void Run(CampaignRun run)
    {
        using TrainedModel trained = new();
        using TrainedModel restored = new();
        trained.Train();
        foreach (bool forGood in new[] { false, true })
        {
            int points = 0;
            // The third save also removes the first.
            while (Try(run, trained.Model, restored.Model, points, forGood)) points++;
            run.Say($"{points} operations failed {(forGood ? "for good" : "once")}");
        }

        ReserveTooMuch(run);
    }

    /// <summary>Saves three times, with a failure in the third.</summary>
    /// <returns>False when the save has fewer operations.</returns>
    private static bool Try(CampaignRun run, Sequential model, Sequential restored, int failAt, bool forGood)
    {
        SimulatedDisk disk = new();
        using CheckpointManager manager = new(Folder, keep: 2, disk);
        manager.Save(model);
        manager.Save(model);
        (disk.FailAt, disk.FailsForGood, disk.Operations) = (failAt, forGood, 0);
        bool failed = false;
        try
        {
            manager.Save(model);
        }
        catch (CheckpointException problem)
        {
            failed = true;
            run.Expect(problem.InnerException is IOException, $"operation {failAt}: {problem}");
        }

        bool reached = disk.Operations > failAt;
        run.Expect(reached == failed, $"operation {failAt} {(reached ? "failed" : "was never reached")}; the save {(failed ? "failed" : "did not")}");
        disk.FailAt = null;
        run.Expect(disk.Count(".tmp") <= 1, $"operation {failAt}: {disk.Count(".tmp")} drafts are left");
        CheckpointInfo? info = manager.Restore(restored, TextWriter.Null);
        run.Expect(
            info is not null && restored.WeightsSha256() == model.WeightsSha256(), $"operation {failAt}: {info?.Path ?? "nothing"} was restored");
        manager.Save(model);
        run.Expect(disk.Count(".tmp") == 0, $"operation {failAt}: the next save leaves drafts");
        return reached;
    }

    private static void ReserveTooMuch(CampaignRun run)
    {
        string path = Path.Combine(run.Folder, "too-large");
        try
        {
            using Stream file = DiskStorage.Instance.Create(path, 1L << 60);
            run.Expect(false, $"space for 2^60 bytes was reserved");
        }
        catch (IOException)
        {
            run.Expect(!File.Exists(path), $"a file without space was left");
        }
    }
}
