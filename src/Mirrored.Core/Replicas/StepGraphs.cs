namespace Mirrored;

/// <summary>The recorded steps of one model on one device that records: a graph for each kind of step, or, with several
/// devices, for each of its segments.</summary>
/// <remarks>Work runs as it is the first time, so that everything it needs is loaded, chosen and allocated; the second time
/// it is recorded; from then on the recording is queued as one. What differs from step to step lies in memory whose address
/// does not change.</remarks>
internal sealed class StepGraphs(DeviceStream stream)
{
    /// <summary>Stands for all of a step, from the first segment to the update.</summary>
    public const int WholeStep = -1;

    private readonly Dictionary<(PlanKey Key, int Part), DeviceGraph?> _graphs = [];

    /// <summary>How many parts of steps ran for the first time or were recorded.</summary>
    public int Recorded { get; private set; }

    /// <summary>Runs a part of a step whose inputs are loaded.</summary>
    /// <param name="step">The step.</param>
    /// <param name="replica">The replica.</param>
    /// <param name="part">The number of a segment, or <see cref="WholeStep"/>.</param>
    public void Run(TrainStep step, ModelReplica replica, int part)
    {
        if (_graphs.TryGetValue((step.Key, part), out DeviceGraph? graph))
        {
            graph ??= Capture(step, replica, part);
            graph.Launch();
            return;
        }

        step.Launch(replica, part);
        Recorded++;
        _graphs.Add((step.Key, part), null);
    }

    /// <summary>Forgets all recordings; nothing queued may use them any more.</summary>
    public void Clear()
    {
        foreach (DeviceGraph? graph in _graphs.Values) graph?.Dispose();
        _graphs.Clear();
    }

    private DeviceGraph Capture(TrainStep step, ModelReplica replica, int part)
    {
        Recorded++;
        DeviceGraph graph = stream.Capture(() => step.Launch(replica, part));
        _graphs[(step.Key, part)] = graph;
        return graph;
    }
}
