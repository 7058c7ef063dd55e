namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Measures what saving costs: pairs of runs, one with and one without, and how long a step waits for a save.</summary>
internal sealed class SaveCost : Campaign
{
    private const int SaveEvery = 100, Saves = 3;
    private const double MostOfTime = 0.02, MostStallMilliseconds = 1;

    public override string Name => "cost";

    public override string Goal => "A0";

    public override string Summary => "saving every 100 steps of the MNIST job: share of training time, and the wait of a step";

    public override void Run(CampaignRun run)
    {
        foreach (int batchSize in new[] { 1024, 128 })
        {
            using MnistTraining training = new(batchSize, steps: Saves * SaveEvery);
            training.Run(); // Plans are built and methods compiled.
            training.Run(Backup(run, "warm"));
            List<double> shares = [], stalls = [];
            for (int pair = 0; pair < run.Of(1, 20); pair++)
            {
                BackupAndRestore backup = Backup(run, $"{batchSize}-{pair}");
                // In turn first with and first without, so that a machine that gets slower favours neither.
                double without = pair % 2 == 0 ? training.Run() : 0;
                double with = training.Run(backup);
                if (pair % 2 == 1) without = training.Run();
                shares.Add(with / without - 1);
                stalls.Add(training.Stall(Backup(run, $"{batchSize}-{pair}-stall"), SaveEvery));
                run.Expect(backup.Saves == Saves, $"{backup.Saves} checkpoints were saved");
            }

            (double share, double stall) = (Median(shares), Median(stalls));
            run.Say($"batches of {batchSize}: {100 * share:0.00} % of training time (quartiles {Quartiles(shares, 100)}), a step waits {stall:0.000} ms (quartiles {Quartiles(stalls, 1)})");
            // A share of a machine's time that is lent to others too says nothing of the code.
            if (run.Full && batchSize == 1024)
                run.Expect(share <= MostOfTime && stall <= MostStallMilliseconds, $"more than {100 * MostOfTime} % or {MostStallMilliseconds} ms");
        }
    }

    private static BackupAndRestore Backup(CampaignRun run, string name) => new(run.Subfolder(name), SaveEvery, keep: 2);

    private static double Median(List<double> values) => Quantile(values, 0.5);

    private static string Quartiles(List<double> values, double scale) =>
        FormattableString.Invariant($"{scale * Quantile(values, 0.25):0.000} and {scale * Quantile(values, 0.75):0.000}");

    private static double Quantile(List<double> values, double at)
    {
        double[] sorted = [.. values.Order()];
        double place = at * (sorted.Length - 1);
        int below = (int)place;
        return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }
}
