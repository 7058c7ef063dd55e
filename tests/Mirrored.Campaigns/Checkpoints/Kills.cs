namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Kills training, again and again, and looks whether it ends as if nothing had happened.</summary>
internal sealed class Kills : Campaign
{
    private const int MostReplicas = 4, LongestMilliseconds = 300;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(1);

    public override string Name => "kill";

    public override string Goal => "A1";

    public override string Summary => "kill -9 at random moments and inside saves; resumed on other numbers of devices; same bits at the end";

    public override void Run(CampaignRun run)
    {
        MnistJob undisturbed = new(run.Subfolder("undisturbed"), saveEvery: 50);
        string expected = Finish(run, undisturbed, replicas: 1).Sha256;
        int random = run.Of(6, 200), inside = run.Of(3, 50), chains = 0;
        run.Say($"undisturbed: {expected}");
        while (random + inside > 0)
        {
            MnistJob job = new(run.Subfolder($"chain-{chains++}"), saveEvery: 5);
            while (random + inside > 0)
            {
                bool inSave = run.Random.Next(random + inside) < inside;
                if (!StartAndKill(run, job, inSave)) break;
                if (inSave) inside--;
                else random--;
            }

            (string sha256, long from, long stepsRun, long steps) = Finish(run, job, run.Random.Next(1, MostReplicas + 1));
            run.Expect(sha256 == expected && from > 0, $"the run resumed from {from} ended with {sha256}");
            run.Expect(from + stepsRun == steps, $"the run resumed from {from} ran {stepsRun} steps of {steps}");
            if (chains == 1)
            {
                (string again, long end, long none, _) = Finish(run, job, replicas: 2);
                run.Expect(again == expected && end == steps && none == 0, $"the finished run, resumed, ran {none} steps and ended with {again}");
            }
        }

        run.Say($"{chains} runs were killed to pieces");
    }

    /// <summary>Goes on with the run and kills it.</summary>
    /// <returns>False when it was at its end before.</returns>
    private static bool StartAndKill(CampaignRun run, MnistJob job, bool inSave)
    {
        long newest = job.NewestStep();
        bool left = job.IsSaving();
        int replicas = run.Random.Next(1, MostReplicas + 1);
        using SampleProcess sample = job.Start(replicas);
        long from = sample.AwaitTraining();
        run.Expect(from == newest, $"resumed from {from} on {replicas} devices; the newest checkpoint is of step {newest}. {(from < 0 ? sample.Errors : "")}");
        // The first of a run waits for a checkpoint, without which there is nothing to resume.
        while (newest == 0 && job.NewestStep() == 0 && !sample.EndsWithin(Look))
        {
        }

        bool ended = inSave ? EndsBeforeSave(sample, job, left)
            : sample.EndsWithin(TimeSpan.FromMilliseconds(LongestMilliseconds * run.Random.NextDouble()));
        if (ended) return false;
        sample.Kill();
        return true;
    }

    /// <summary>Waits until a checkpoint is being written.</summary>
    /// <returns>True when the run ended before.</returns>
    private static bool EndsBeforeSave(SampleProcess sample, MnistJob job, bool left)
    {
        // What an earlier one has left is removed by the next save.
        while (left && job.IsSaving())
            if (sample.EndsWithin(Look)) return true;
        while (!job.IsSaving())
            if (sample.EndsWithin(Look)) return true;
        return false;
    }

    private static (string Sha256, long ResumedFrom, long StepsRun, long Steps) Finish(CampaignRun run, MnistJob job, int replicas)
    {
        using SampleProcess sample = job.Start(replicas);
        int? code = sample.AwaitExit();
        run.Expect(code == 0, $"the run ended with {code?.ToString() ?? "nothing"}: {(code is null ? "" : sample.Errors)}");
        return job.Report();
    }
}
