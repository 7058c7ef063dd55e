namespace Mirrored;

/// <summary>Where the time of one device goes in a training step: means over the steps that were measured.</summary>
/// <remarks>The parts follow one another and add up to <see cref="Step"/>. On a GPU they lie between events of the stream that
/// computes, so what the exchange hides behind backward is not in them.</remarks>
public sealed record ReplicaBreakdown
{
    /// <summary>The device.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>The device waits because the next batch is not there yet, or is on its way to the device.</summary>
    public TimeSpan Input { get; init; }

    /// <summary>The device waits for the program for other reasons: callbacks, logs that are read, work that is queued more slowly
    /// than it runs.</summary>
    public TimeSpan Host { get; init; }

    /// <summary>Forward, loss and backward.</summary>
    public TimeSpan Compute { get; init; }

    /// <summary>The device waits for the sums over all devices, those in the middle of a step included; also while another device
    /// still computes.</summary>
    public TimeSpan Exchange { get; init; }

    /// <summary>The optimizer changes the weights.</summary>
    public TimeSpan Update { get; init; }

    /// <summary>How long the device's thread took to queue the step, beside or before what the device did; on a CPU all of it, because
    /// the thread computes. Where it is as long as the step, a GPU waits for its work.</summary>
    public TimeSpan Queueing { get; init; }

    /// <summary>The whole step: from the end of the step before to its own.</summary>
    public TimeSpan Step => Input + Host + Compute + Exchange + Update;
}
