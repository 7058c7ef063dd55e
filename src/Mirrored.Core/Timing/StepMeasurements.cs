namespace Mirrored;

/// <summary>Decides which training steps of a model are measured, and puts together what its replicas found.</summary>
/// <remarks>Used on the caller's thread.</remarks>
internal sealed class StepMeasurements(ReplicaGroup group, IReadOnlyList<ModelReplica> replicas, int every)
{
    private double _inputSeconds;
    private long _rows;
    private int _steps;
    private bool _streams;
    private bool _isInterrupted;

    /// <summary>True when a training step of this number is measured.</summary>
    public bool IsDue(long step) => every > 0 && step % every == 0;

    /// <summary>Notes that the caller waited for the batch of the step that comes next.</summary>
    public void AddInput(TimeSpan wait) => _inputSeconds += wait.TotalSeconds;

    /// <summary>What a training step has to do.</summary>
    /// <param name="step">Its number.</param>
    /// <param name="rows">The rows of its global batch.</param>
    /// <param name="data">Where they come from.</param>
    public StepMeasure For(long step, int rows, StepData data)
    {
        StepMeasure measure = new(IsDue(step) && !_isInterrupted, IsDue(step + 1), _inputSeconds);
        (_inputSeconds, _isInterrupted) = (0, false);
        if (measure.IsMeasured) (_rows, _steps, _streams) = (_rows + rows, _steps + 1, data is StreamedRows);
        return measure;
    }

    /// <summary>Waits for all queued steps, gives what was measured since this was called last, and starts anew.</summary>
    /// <returns>Null, and nothing is lost, while that is too little to tell anything.</returns>
    public StepBreakdown? Take()
    {
        _isInterrupted = true; // What lies between two epochs is no part of a step.
        if (_steps < StepAdvice.EnoughSteps) return null;
        (StepTimes Sum, int Steps)[] taken = Peek();
        int steps = taken.Min(replica => replica.Steps);
        if (steps < StepAdvice.EnoughSteps) return null;
        StepBreakdown breakdown = new()
        {
            Replicas = [.. replicas.Zip(taken, (replica, sum) => Mean(replica.Device.Id, sum.Sum, sum.Steps))],
            Steps = steps, Rows = (double)_rows / _steps, Streams = _streams,
        };
        Forget();
        return breakdown;
    }

    /// <summary>Waits for all queued steps and forgets what was measured.</summary>
    public void Clear()
    {
        _isInterrupted = true;
        if (_steps == 0) return;
        Peek();
        Forget();
    }

    private (StepTimes Sum, int Steps)[] Peek()
    {
        var found = new (StepTimes Sum, int Steps)[replicas.Count];
        group.RunAll(replica => found[replica.Index] = replicas[replica.Index].Timers.Peek());
        return found;
    }

    private void Forget()
    {
        // No step runs, so no thread of a replica is at its timers.
        foreach (ModelReplica replica in replicas) replica.Timers.Forget();
        (_rows, _steps) = (0, 0);
    }

    private static ReplicaBreakdown Mean(DeviceId device, StepTimes sum, int steps)
    {
        TimeSpan Of(double seconds) => TimeSpan.FromSeconds(seconds / steps);
        return new ReplicaBreakdown
        {
            Device = device, Input = Of(sum.Input), Host = Of(sum.Host), Compute = Of(sum.Compute), Exchange = Of(sum.Exchange),
            Update = Of(sum.Update), Queueing = Of(sum.Queueing),
        };
    }
}
