using System.Globalization;

namespace Mirrored;

/// <summary>Where the time of training steps goes, device by device, and what holds them back.</summary>
/// <remarks>Every <see cref="StrategyOptions.MeasureStepsEvery"/>-th step is measured, without waiting for it. Steps that record a graph,
/// bind a plan or are interrupted by an evaluation are left out.</remarks>
public sealed record StepBreakdown
{
    /// <summary>The devices, in replica order.</summary>
    public required IReadOnlyList<ReplicaBreakdown> Replicas { get; init; }

    /// <summary>How many steps were measured.</summary>
    public required int Steps { get; init; }

    /// <summary>Rows in the global batch of a measured step, on average.</summary>
    public required double Rows { get; init; }

    /// <summary>True when the batches came from a dataset that streams, such as one with a <c>Map</c>; false when the data lay on the
    /// devices.</summary>
    public bool Streams { get; init; }

    /// <summary>How long a step takes: that of the slowest device.</summary>
    public TimeSpan Step => Replicas.Max(replica => replica.Step);

    /// <summary>What holds training back most and what to do about it, in one line; null when nothing does.</summary>
    public string? Advice => StepAdvice.For(this);

    /// <summary>The parts as shares of the step, a line for each device.</summary>
    /// <returns>For example <c>GPU:0 1.25 ms: input 2 %, host 1 %, compute 70 %, exchange 20 %, update 7 %</c>.</returns>
    public override string ToString() => string.Join(Environment.NewLine, Replicas.Select(replica =>
    {
        string Share(TimeSpan part) => string.Create(
            CultureInfo.InvariantCulture, $"{(replica.Step == TimeSpan.Zero ? 0 : 100 * (part / replica.Step)):0} %");
        return string.Create(CultureInfo.InvariantCulture, $"{replica.Device} {replica.Step.TotalMilliseconds:0.###} ms: ")
            + $"input {Share(replica.Input)}, host {Share(replica.Host)}, compute {Share(replica.Compute)}, "
            + $"exchange {Share(replica.Exchange)}, update {Share(replica.Update)}";
    }));
}
