using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mirrored;

/// <summary>What other programs can listen to while models train: .NET's own metrics and activities, which OpenTelemetry,
/// <c>dotnet-counters</c> and others read. Nothing is computed for them while nobody listens.</summary>
/// <remarks>
/// Metrics of the meter <see cref="Name"/>:
/// <list type="table">
/// <item><term><c>mirrored.step.phase.duration</c></term><description>histogram, seconds: one value for each measured step, device
/// (<c>mirrored.device</c>: <c>GPU:0</c>) and phase (<c>mirrored.phase</c>: <c>input</c>, <c>host</c>, <c>compute</c>,
/// <c>exchange</c>, <c>update</c>; see <see cref="ReplicaBreakdown"/>)</description></item>
/// <item><term><c>mirrored.training.steps</c></term><description>counter: training steps that <c>Fit</c> has queued</description></item>
/// <item><term><c>mirrored.training.rows</c></term><description>counter: rows of their global batches</description></item>
/// </list>
/// Activities of the source <see cref="Name"/>: <c>mirrored.fit</c>, in it <c>mirrored.epoch</c>, in it <c>mirrored.validation</c>.
/// </remarks>
public static class Telemetry
{
    /// <summary>The name of the meter and of the activity source: <c>Mirrored</c>.</summary>
    public const string Name = "Mirrored";

    internal const string DeviceTag = "mirrored.device";
    internal const string PhaseTag = "mirrored.phase";

    private static readonly Meter Meter = new(Name, MirroredInfo.Version);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>(
        "mirrored.training.steps", "{step}", "Training steps that were queued.");

    private static readonly Counter<long> Rows = Meter.CreateCounter<long>(
        "mirrored.training.rows", "{row}", "Rows of the global batches of these steps.");

    internal static ActivitySource Activities { get; } = new(Name, MirroredInfo.Version);

    internal static Histogram<double> PhaseDuration { get; } = Meter.CreateHistogram<double>(
        "mirrored.step.phase.duration", "s", "Time that a device spent in a phase of a measured training step.");

    /// <summary>Counts a training step.</summary>
    /// <param name="rows">The rows of its global batch.</param>
    internal static void Count(int rows)
    {
        Steps.Add(1);
        Rows.Add(rows);
    }
}
