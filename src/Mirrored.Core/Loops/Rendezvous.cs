namespace Mirrored;

/// <summary>Where replicas of a custom step meet before they do something together, and find out when one does not come.</summary>
/// <remarks>An exchange that one replica never joins would end by its limit, minutes later; here whoever waits sees at once that
/// another one has returned, or is about something else.</remarks>
internal sealed class Rendezvous
{
    private readonly ReplicaGroup _group;
    private readonly Sequence[] _arrived;
    private readonly long[] _rounds; // The last that each has come to, also when it has left.
    private readonly string[][] _what; // By round, odd or even: a replica is at most one round ahead of another.
    private readonly object?[][] _values;

    public Rendezvous(ReplicaGroup group)
    {
        _group = group;
        int count = group.Replicas.Count;
        _arrived = [.. group.Replicas.Select(_ => group.Fault.Watch(new Sequence(group.Fault, 0)))];
        _rounds = new long[count];
        _what = [new string[count], new string[count]];
        _values = [new object?[count], new object?[count]];
    }

    /// <summary>Starts over; only while no replica runs.</summary>
    public void Reset()
    {
        foreach (Sequence arrived in _arrived) arrived.Publish(0);
        Array.Clear(_rounds);
    }

    /// <summary>Says that a replica has returned and comes no more.</summary>
    public void Leave(int replica) => _arrived[replica].Publish(long.MaxValue);

    /// <summary>Arrives and waits until all have arrived at the same.</summary>
    /// <param name="replica">The number of the replica that arrives.</param>
    /// <param name="what">What all are about to do.</param>
    /// <param name="value">What this replica brings along.</param>
    /// <returns>What each has brought, in replica order; valid until the replica arrives again.</returns>
    /// <exception cref="InvalidOperationException">Another replica has returned, or does something else.</exception>
    /// <exception cref="StepAbortedException">Another replica failed.</exception>
    /// <exception cref="TimeoutException">Another replica did not come in time.</exception>
    public IReadOnlyList<object?> Meet(int replica, string what, object? value = null)
    {
        long round = _arrived[replica].Value + 1;
        int parity = (int)(round & 1);
        (_what[parity][replica], _values[parity][replica]) = (what, value);
        Volatile.Write(ref _rounds[replica], round);
        _arrived[replica].Publish(round);
        for (int other = 0; other < _arrived.Length; other++)
            if (other != replica) AwaitOther(replica, other, round, what);
        return _values[parity];
    }

    private void AwaitOther(int replica, int other, long round, string what)
    {
        DeviceId self = _group.Replicas[replica].Device.Id, late = _group.Replicas[other].Device.Id;
        if (!_arrived[other].Wait(round, _group.Limit))
        {
            if (_group.Fault.IsRaised) throw new StepAbortedException();
            throw new TimeoutException(
                $"{self} waited {_group.Limit.TotalSeconds:0} s at {what} for {late}. "
                + "Raise StrategyOptions.Timeout if steps really take that long.");
        }

        const string Rule = "Every replica has to do the same, those without rows too.";
        if (Volatile.Read(ref _rounds[other]) < round)
            throw new InvalidOperationException($"{self} is at {what}, but {late} has returned from its step without it. {Rule}");
        string theirs = _what[round & 1][other];
        if (theirs != what)
            throw new InvalidOperationException($"{self} is at {what}, but {late} is at {theirs}. {Rule}");
    }
}
