namespace Mirrored;

/// <summary>What one replica measures of its model's steps, until somebody takes it.</summary>
/// <remarks>Used on the replica's own thread. A timer is read when its turn comes again: the device is done with its step by then,
/// because that is more steps ago than may be queued.</remarks>
/// <param name="replica">The replica.</param>
/// <param name="every">Every how many steps one is measured; 0 for none.</param>
internal sealed class ReplicaTimers(Replica replica, int every) : IDisposable
{
    private readonly StepTimer?[] _timers = new StepTimer?[every == 0 ? 0 : (ReplicaGroup.RunAhead + every) / every];
    private readonly StepMeter _meter = new(replica.Device.Id);
    private int _current;
    private StepTimes _sum;
    private int _steps;

    /// <summary>Notes the end of a step, behind which one is measured.</summary>
    public void Begin()
    {
        StepTimer timer = _timers[_current] ??= new StepTimer(replica.Stream);
        Read(timer);
        timer.Begin(replica.Working);
    }

    /// <summary>Begins to measure a step.</summary>
    /// <returns>Its timer; null when there is nothing to learn from it.</returns>
    public StepTimer? Continue()
    {
        StepTimer? timer = _timers[_current];
        _current = (_current + 1) % _timers.Length;
        return timer?.Continue(replica.Working) == true ? timer : null;
    }

    /// <summary>What was measured so far; while no step runs.</summary>
    /// <returns>The sum, and over how many steps.</returns>
    public (StepTimes Sum, int Steps) Peek()
    {
        foreach (StepTimer? timer in _timers)
            if (timer is not null) Read(timer);
        return (_sum, _steps);
    }

    /// <summary>Forgets what <see cref="Peek"/> told; while no step runs.</summary>
    public void Forget() => (_sum, _steps) = (default, 0);

    public void Dispose()
    {
        foreach (StepTimer? timer in _timers) timer?.Dispose();
    }

    private void Read(StepTimer timer)
    {
        if (!timer.TryTake(out StepTimes times)) return;
        _sum += times;
        _steps++;
        _meter.Record(times);
    }
}
