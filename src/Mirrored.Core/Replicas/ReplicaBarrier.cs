namespace Mirrored;

/// <summary>Where every replica waits until all have come.</summary>
internal sealed class ReplicaBarrier
{
    private readonly IReadOnlyList<Device> _devices;
    private readonly ReplicaFault _fault;
    private readonly Sequence[] _arrived;
    private readonly TimeSpan _limit;

    public ReplicaBarrier(IReadOnlyList<Device> devices, ReplicaFault fault, int spins, TimeSpan limit)
    {
        _devices = devices;
        _fault = fault;
        _limit = limit;
        _arrived = [.. devices.Select(_ => fault.Watch(new Sequence(fault, spins)))];
    }

    /// <summary>Arrives and waits for the others.</summary>
    /// <param name="replica">The number of the replica that arrives.</param>
    /// <exception cref="StepAbortedException">Another replica failed.</exception>
    /// <exception cref="TimeoutException">Another replica did not come in time.</exception>
    public void Await(int replica)
    {
        long round = _arrived[replica].Value + 1;
        _arrived[replica].Publish(round);
        for (int other = 0; other < _arrived.Length; other++)
        {
            if (_arrived[other].Wait(round, _limit)) continue;
            if (_fault.IsRaised) throw new StepAbortedException();
            throw new TimeoutException(
                $"{_devices[replica].Id} waited {_limit.TotalSeconds:0} s for {_devices[other].Id} to exchange gradients. "
                + "Raise StrategyOptions.Timeout if steps really take that long.");
        }
    }

    /// <summary>Starts counting afresh after a failure; only while no replica runs.</summary>
    public void Reset()
    {
        foreach (Sequence arrived in _arrived) arrived.Publish(0);
    }
}
