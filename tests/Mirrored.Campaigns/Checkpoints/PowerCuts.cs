namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Cuts the power after every operation of saves, in many ways, and looks what can be restored.</summary>
internal sealed class PowerCuts : Campaign
{
    private const string Folder = "/checkpoints";
    private static readonly double[] Kept = [0, 1, 0.5, 0.1, 0.9];

    public override string Name => "power";

    public override string Goal => "A2";

    public override string Summary => "power cut after every operation of saves, unflushed data lost, torn or reordered: what was saved is restored";

    public override void Run(CampaignRun run)
    {
        using TrainedModel trained = new();
        SimulatedDisk disk = new();
        List<(int Operations, string Sha256)> saves = [];
        using (CheckpointManager manager = new(Folder, keep: 2, disk))
        {
            for (int i = 0; i < run.Of(3, 5); i++)
            {
                trained.Train();
                manager.Save(trained.Model);
                saves.Add((disk.Log.Count, trained.Model.WeightsSha256()));
            }
        }

        using TrainedModel restored = new();
        int control = 0;
        for (int cut = 0; cut <= disk.Log.Count; cut++)
        {
            for (int way = 0; way < run.Of(Kept.Length, 4 * Kept.Length); way++)
                Restore(run, disk.CutPower(cut, run.Random, Kept[way % Kept.Length]), restored.Model, saves, cut);
            if (IsLostWithoutFlush(disk, cut, run.Random, restored.Model, saves)) control++;
        }

        run.Expect(control > 0, $"a disk that ignores flushes was never found out");
        run.Say($"{disk.Log.Count} operations in {saves.Count} saves; a disk that ignores flushes was found out {control} times");
    }

    private static void Restore(
        CampaignRun run, SimulatedDisk after, Sequential model, List<(int Operations, string Sha256)> saves, int cut)
    {
        int acknowledged = saves.Count(save => save.Operations <= cut);
        using CheckpointManager manager = new(Folder, keep: 2, after);
        CheckpointInfo? info = manager.Restore(model, TextWriter.Null);
        long step = info?.Step ?? 0;
        // The newest that Save has returned from, or one behind that was complete by chance.
        bool isRight = step >= acknowledged && (step == 0 || saves[(int)step - 1].Sha256 == model.WeightsSha256());
        run.Expect(isRight, $"power cut after operation {cut}: step {step} was restored; {acknowledged} saves had returned");
        // Saving goes on, whatever was left.
        manager.Save(model);
        run.Expect(after.Count(".tmp") == 0, $"power cut after operation {cut}: {after.Count(".tmp")} drafts are left behind the next save");
    }

    /// <summary>The control: the same disk, but no flush counts.</summary>
    private static bool IsLostWithoutFlush(
        SimulatedDisk disk, int cut, Random random, Sequential model, List<(int Operations, string Sha256)> saves)
    {
        SimulatedDisk after = disk.CutPower(cut, random, kept: 0.5, ignoreFlushes: true);
        using CheckpointManager manager = new(Folder, keep: 2, after);
        return (manager.Restore(model, TextWriter.Null)?.Step ?? 0) < saves.Count(save => save.Operations <= cut);
    }
}
