namespace Mirrored;

/// <summary>The recorded steps of one model on one device that records: one graph for each kind of step.</summary>
/// <remarks>A step runs as it is the first time, so that everything it needs is loaded, chosen and allocated; the second time
/// it is recorded; from then on the recording is queued as one. What differs from step to step lies in memory whose address
/// does not change.</remarks>
internal sealed class StepGraphs(DeviceStream stream)
{
    private readonly Dictionary<PlanKey, DeviceGraph?> _graphs = [];

    /// <summary>Runs a step whose inputs are loaded.</summary>
    public void Run(TrainStep step, ModelReplica replica)
    {
        if (_graphs.TryGetValue(step.Key, out DeviceGraph? graph))
        {
            graph ??= Capture(step, replica);
            graph.Launch();
            return;
        }

        step.Launch(replica);
        _graphs.Add(step.Key, null);
    }

    /// <summary>Forgets all recordings; nothing queued may use them any more.</summary>
    public void Clear()
    {
        foreach (DeviceGraph? graph in _graphs.Values) graph?.Dispose();
        _graphs.Clear();
    }

    private DeviceGraph Capture(TrainStep step, ModelReplica replica)
    {
        DeviceGraph graph = stream.Capture(() => step.Launch(replica));
        _graphs[step.Key] = graph;
        return graph;
    }
}
