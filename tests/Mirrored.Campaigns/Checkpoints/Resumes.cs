namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Interrupts training behind every one of many consecutive steps, epochs' ends among them, and goes on with a new model on
/// another number of devices: losses, history and weights are those of a run that was never interrupted.</summary>
internal sealed class Resumes : Campaign
{
    public override string Name => "resume";

    public override string Goal => "A6";

    public override string Summary => "interrupted behind each of 100 steps across epochs, resumed on other devices: every loss the same bits";

    public override void Run(CampaignRun run)
    {
        foreach (bool streams in new[] { false, true })
        {
            InterruptedRun undisturbed = new(streams, run.Subfolder($"undisturbed-{streams}"));
            undisturbed.Train(replicas: 1, interruptAt: null);
            int steps = undisturbed.Losses.Count;
            run.Say($"{(streams ? "streaming" : "in memory")}: {steps} steps, {undisturbed.History.Epoch.Count} epochs, {undisturbed.Sha256}");
            // Not every last step, so that there is something left to do.
            int first = run.Random.Next(1, 4), count = run.Of(14, Math.Min(100, steps - first));
            for (int at = first; at < first + count; at++) Interrupt(run, undisturbed, streams, at);
        }
    }

    private static void Interrupt(CampaignRun run, InterruptedRun undisturbed, bool streams, int at)
    {
        InterruptedRun interrupted = new(streams, run.Subfolder($"{streams}-{at}"));
        interrupted.Train(run.Random.Next(1, 4), interruptAt: at);
        run.Expect(interrupted.Losses.Count == at, $"{at}: interrupted behind step {interrupted.Losses.Count}");
        interrupted.Train(run.Random.Next(1, 9), interruptAt: null);
        run.Expect(interrupted.ResumedFrom == at, $"{at}: resumed from {interrupted.ResumedFrom}");
        run.Expect(interrupted.Losses.SequenceEqual(undisturbed.Losses), $"{at}: losses differ from step {FirstDifference(interrupted, undisturbed)} on");
        run.Expect(interrupted.Sha256 == undisturbed.Sha256, $"{at}: other weights");
        run.Expect(interrupted.IsLike(undisturbed), $"{at}: another history, or callbacks that remember otherwise");
    }

    private static int FirstDifference(InterruptedRun one, InterruptedRun other) =>
        one.Losses.Zip(other.Losses).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
}
