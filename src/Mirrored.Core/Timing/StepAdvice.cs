using System.Globalization;
using System.Numerics;

namespace Mirrored;

/// <summary>Finds what holds training back most, and says what to do about it.</summary>
/// <remarks>Each finding tells which share of the step would be gained at most; the largest is told, and only one.</remarks>
internal static class StepAdvice
{
    /// <summary>Steps that have to be measured before anything is said.</summary>
    public const int EnoughSteps = 2;

    /// <summary>Shares of the step below which nothing is said: some waiting is normal.</summary>
    private const double MuchExchange = 0.25, MuchInput = 0.2, MuchHost = 0.3;

    /// <summary>How much slower one of several equal devices is than the others before it is told.</summary>
    private const double MuchSlower = 0.1;

    /// <summary>From which share of the step on a GPU counts as waiting for its work to be queued.</summary>
    private const double QueuesAllTheTime = 0.8;

    /// <summary>The share that an exchange may have, at which advice aims; that of other fixed costs.</summary>
    private const double ExchangeAim = 0.2, HostAim = 0.2;

    /// <summary>By how much a batch may sensibly grow.</summary>
    private const double MostGrowth = 64;

    /// <summary>Steps below this are too short to blame callbacks.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    /// <summary>The line; null when all is well or too little is known.</summary>
    public static string? For(StepBreakdown times)
    {
        if (times.Steps < EnoughSteps || times.Step <= TimeSpan.Zero) return null;
        (double Gain, string Text)? most = null;
        foreach ((double Gain, string Text)? found in new[] { Exchange(times), Input(times), Slow(times), Host(times) })
            if (found is { } finding && !(finding.Gain <= most?.Gain)) most = finding;
        return most?.Text ?? Queueing(times);
    }

    /// <summary>The device that comes last waits for nobody: what it waits is what the exchange itself takes.</summary>
    private static (double, string)? Exchange(StepBreakdown times)
    {
        if (times.Replicas.Count == 1) return null;
        ReplicaBreakdown last = times.Replicas.MinBy(replica => replica.Exchange)!; // There is one.
        double share = last.Exchange / last.Step;
        if (share < MuchExchange) return null;
        double others = (last.Input + last.Host + last.Update).TotalSeconds;
        double compute = last.Exchange.TotalSeconds * (1 / ExchangeAim - 1) - others;
        string cure = Growth(times, compute / last.Compute.TotalSeconds)
            ?? $"the model is too small for {times.Replicas.Count} devices, use fewer";
        return (share, $"Exchange takes {Percent(share)} of the step: {cure}.");
    }

    private static (double, string)? Input(StepBreakdown times)
    {
        if (!times.Streams) return null;
        double share = times.Replicas.Min(replica => replica.Input / replica.Step);
        return share < MuchInput ? null : (share,
            $"Input: the devices wait {Percent(share)} of the step for data: give Map more parallel calls (numParallelCalls: "
            + "Dataset.AutoTune), Cache what it computes, or add Prefetch.");
    }

    private static (double, string)? Slow(StepBreakdown times)
    {
        int rows = (int)times.Rows / times.Replicas.Count;
        // Virtual CPUs share their cores, and a few rows do not divide evenly.
        if (times.Replicas.Count == 1 || rows == 0 || times.Replicas.Any(replica => replica.Device.Kind == DeviceKind.Cpu)) return null;
        ReplicaBreakdown[] byCompute = [.. times.Replicas.OrderBy(replica => replica.Compute)];
        (ReplicaBreakdown fast, ReplicaBreakdown slow) = (byCompute[0], byCompute[^1]);
        TimeSpan usual = byCompute[(byCompute.Length - 1) / 2].Compute;
        if (slow.Compute / usual - 1 < MuchSlower + 1.0 / rows) return null;
        return ((slow.Compute - usual) / slow.Step,
            $"{slow.Device} is {Percent(slow.Compute / fast.Compute - 1)} slower than {fast.Device}, and every step waits for it: see "
            + "`mirrored devices --watch` for its heat and load, or train without it.");
    }

    private static (double, string)? Host(StepBreakdown times)
    {
        ReplicaBreakdown least = times.Replicas.MinBy(Idle)!; // There is one.
        double share = Idle(least);
        if (share < MuchHost) return null;
        if (times.Step >= Short)
            return (share, $"The devices wait {Percent(share)} of the step for the program: callbacks that do much or read logs after every "
                + "batch hold them up.");
        return TooShort(times, least, share) is { } text ? (share, text) : null;

        // Without a stream all input is row numbers, which take as long for a large batch as for a small one.
        double Idle(ReplicaBreakdown replica) => (replica.Host + (times.Streams ? TimeSpan.Zero : replica.Input)) / replica.Step;
    }

    /// <summary>A GPU that is done with each kernel before the next one is queued waits all the time, but never long.</summary>
    private static string? Queueing(StepBreakdown times)
    {
        ReplicaBreakdown least = times.Replicas.MinBy(replica => replica.Queueing / replica.Step)!; // There is one.
        if (least.Device.Kind == DeviceKind.Cpu || times.Step >= Short || least.Queueing < QueuesAllTheTime * least.Step) return null;
        return TooShort(times, least, least.Queueing / least.Step);
    }

    private static string? TooShort(StepBreakdown times, ReplicaBreakdown replica, double share)
    {
        double fixedCosts = (replica.Step - replica.Compute).TotalSeconds;
        double compute = Math.Max(2 * replica.Compute.TotalSeconds, fixedCosts * (1 / HostAim - 1));
        return Growth(times, compute / replica.Compute.TotalSeconds) is not { } cure ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"Steps of {times.Step.TotalMilliseconds:0.##} ms are too short: the devices wait {Percent(share)} of the time for the next "
                + $"one. If it suits the model, {cure}.");
    }

    /// <summary>Which batch makes so much more to compute; null when that is out of reach.</summary>
    private static string? Growth(StepBreakdown times, double growth)
    {
        double wanted = times.Rows * Math.Max(growth, 1);
        if (!(growth <= MostGrowth) || wanted > 1 << 30) return null;
        uint rows = BitOperations.RoundUpToPowerOf2((uint)Math.Ceiling(wanted));
        return string.Create(CultureInfo.InvariantCulture, $"raise the global batch to about {rows} (it is {times.Rows:0})");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}
