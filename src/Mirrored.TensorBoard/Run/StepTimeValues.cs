using Mirrored.Keras.EventFiles;

namespace Mirrored.Keras;

/// <summary>Where the time of steps goes, as curves for each device.</summary>
internal static class StepTimeValues
{
    /// <summary>Milliseconds of each part of a step, <c>step_ms/GPU:0/compute</c> and so on, and the share of the step in which the device
    /// computes, <c>utilization/GPU:0</c>.</summary>
    public static IEnumerable<Summary.Types.Value> Of(StepBreakdown times)
    {
        foreach (ReplicaBreakdown replica in times.Replicas)
        {
            foreach ((string part, TimeSpan time) in Parts(replica))
                yield return SummaryValues.Scalar($"step_ms/{replica.Device}/{part}", time.TotalMilliseconds);
            yield return SummaryValues.Scalar($"utilization/{replica.Device}", (replica.Compute + replica.Update) / replica.Step);
        }
    }

    private static IEnumerable<(string, TimeSpan)> Parts(ReplicaBreakdown replica) =>
    [
        ("input", replica.Input), ("host", replica.Host), ("compute", replica.Compute), ("exchange", replica.Exchange),
        ("update", replica.Update),
    ];
}
