using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Mirrored.Campaigns;

/// <summary>Runs campaigns and keeps a log of each: with what seed, of which commit, on what machine, and how it went.</summary>
/// <param name="full">Whether whole campaigns, or the short version of each.</param>
/// <param name="seed">The seed; null for another one each time.</param>
/// <param name="logs">The folder of the logs.</param>
internal sealed class Runner(bool full, int? seed, string logs)
{
    private const int Hung = 3;

    /// <summary>Runs campaigns one after the other.</summary>
    /// <returns>0 if all went as promised, else 1.</returns>
    public int Run(IReadOnlyList<Campaign> campaigns)
    {
        Directory.CreateDirectory(logs);
        int failed = campaigns.Count(campaign => !Run(campaign));
        if (campaigns.Count > 1) Console.WriteLine($"{campaigns.Count} campaigns, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    private bool Run(Campaign campaign)
    {
        using StreamWriter log = new(Path.Combine(logs, $"{campaign.Name}{(full ? "-full" : "")}.log"));
        using CampaignRun run = new(full, seed ?? Random.Shared.Next(), log);
        run.Say($"{campaign.Name} ({campaign.Goal}): {campaign.Summary}");
        run.Say($"{(full ? "full" : "short")}, seed {run.Seed}, {Commit()}, {DateTime.UtcNow:yyyy-MM-dd HH:mm}Z, "
            + $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        long start = Stopwatch.GetTimestamp();
        TimeSpan limit = campaign.Limit(full);
        using Timer watchdog = new(_ => End(run, campaign, limit), null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            campaign.Run(run);
            run.Expect(run.Trials > 0, $"there was no trial");
        }
#pragma warning disable CA1031 // Whatever ended the campaign is its result.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            run.Expect(false, $"the campaign ended by {mistake}");
        }

        run.Say($"{campaign.Name}: {run.Trials} trials, {run.Failures} failed, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        return run.Failures == 0;
    }

    // What hangs cannot be asked to stop.
    private static void End(CampaignRun run, Campaign campaign, TimeSpan limit)
    {
        run.Say($"{campaign.Name}: hung after {run.Trials} trials; ended at its limit of {limit.TotalSeconds} s");
        Environment.Exit(Hung);
    }

    private static string Commit() =>
        typeof(Runner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown version";
}
