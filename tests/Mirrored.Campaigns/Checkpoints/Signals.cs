using System.Diagnostics;

namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Stops training by signals: it saves, says so by its exit code, and goes on later as if nothing had happened.</summary>
internal sealed class Signals : Campaign
{
    private const int StoppedAndSaved = 75;
    private const int EndedBySignal = 128 + 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override string Name => "signal";

    public override string Goal => "A7";

    public override string Summary => "SIGTERM and SIGINT: saved at the next step, exit code 75 within 5 s; a second one ends at once";

    public override void Run(CampaignRun run)
    {
        string? expected = null;
        TimeSpan longest = TimeSpan.Zero;
        int left = run.Of(4, 50);
        for (int chain = 0; left > 0; chain++)
        {
            MnistJob job = new(run.Subfolder($"chain-{chain}"), saveEvery: 1000);
            while (left > 0 && Stop(run, job, left % 5 == 0 ? "-INT" : "-TERM", ref longest)) left--;
            using SampleProcess last = job.Start(replicas: 1);
            int? code = last.AwaitExit();
            if (!run.Expect(code == 0, $"the last run ended with {code?.ToString() ?? "nothing"}")) continue;
            expected ??= Undisturbed(run);
            string sha256 = job.Report().Sha256;
            run.Expect(sha256 == expected, $"the run ended with {sha256}, undisturbed with {expected}");
        }

        for (int i = 0; i < run.Of(1, 10); i++) StopTwice(run);
        run.Say($"from the signal to the end: at most {longest.TotalMilliseconds:0} ms");
    }

    private static string Undisturbed(CampaignRun run)
    {
        MnistJob job = new(run.Subfolder("undisturbed"), saveEvery: 1000);
        using SampleProcess sample = job.Start(replicas: 1);
        sample.AwaitExit();
        return job.Report().Sha256;
    }

    private static bool Stop(CampaignRun run, MnistJob job, string signal, ref TimeSpan longest)
    {
        long newest = job.NewestStep();
        using SampleProcess sample = job.Start(run.Random.Next(1, 4));
        long from = sample.AwaitTraining();
        run.Expect(from == newest, $"resumed from {from}; the newest checkpoint is of step {newest}");
        if (sample.EndsWithin(TimeSpan.FromMilliseconds(200 * run.Random.NextDouble()))) return false;
        long start = Stopwatch.GetTimestamp();
        sample.Signal(signal);
        int? code = sample.AwaitExit(Patience);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        if (code == 0) return false; // It was at its end already.
        run.Expect(code == StoppedAndSaved, $"{signal} ended the run with {code?.ToString() ?? "nothing"} after {took.TotalSeconds:0.0} s");
        run.Expect(job.NewestStep() >= newest && job.NewestStep() > 0, $"the run was stopped at step {job.NewestStep()}, before at {newest}");
        if (took > longest) longest = took;
        return true;
    }

    // Steps of several seconds, so that the first signal is still waited for.
    private static void StopTwice(CampaignRun run)
    {
        using SampleProcess sample = new(
            "--batch-size", "60000", "--hidden", "2048,2048", "--verbose", "0", "--checkpoint-dir", run.Subfolder("twice"));
        sample.AwaitTraining();
        sample.Signal("-TERM");
        long start = Stopwatch.GetTimestamp();
        sample.Signal("-TERM");
        int? code = sample.AwaitExit(Patience);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        run.Expect(
            code == EndedBySignal && took < TimeSpan.FromSeconds(1),
            $"a second signal ended the run with {code?.ToString() ?? "nothing"} after {took.TotalSeconds:0.0} s");
    }
}
