namespace Mirrored;

/// <summary>One of the devices that act as one, with the thread that drives it for as long as the strategy lives.</summary>
/// <remarks>Devices with streams work behind the thread: a piece of work counts as done when the device has finished it,
/// which the thread finds out by polling, so that it can queue the next piece without waiting.</remarks>
internal sealed class Replica : IDisposable
{
    /// <summary>Looks at queued work before the thread gives up spinning: some hundred microseconds.</summary>
    private const int BusyPolls = 500;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);

    private readonly ReplicaGroup _group;
    private readonly Thread _thread;
    private readonly DeviceEvent[] _marks = new DeviceEvent[ReplicaGroup.RunAhead];
    private readonly DeviceEvent[] _computed = new DeviceEvent[ReplicaGroup.RunAhead];
    private readonly DeviceEvent? _communicated;
    private bool _bound;
    private bool _failed;
    private long _current;
    private long _queued;
    private long _finished;

    public Replica(ReplicaGroup group, int index, Device device, bool communicates)
    {
        _group = group;
        Index = index;
        Device = device;
        Stream = Communication = device.CreateStream("compute");
        try
        {
            if (communicates) Communication = device.CreateStream("communication", urgent: true);
            _communicated = Communication.CreateEvent();
            for (int i = 0; i < _marks.Length; i++) _marks[i] = Stream.CreateEvent();
            for (int i = 0; i < _computed.Length; i++) _computed[i] = Stream.CreateEvent();
        }
        catch
        {
            DisposeStream();
            throw;
        }

        _thread = new Thread(Drive) { IsBackground = true, Name = $"Mirrored {device.Id}" };
    }

    /// <summary>The replica's number, from 0.</summary>
    public int Index { get; }

    public Device Device { get; }

    /// <summary>The stream that computes.</summary>
    public DeviceStream Stream { get; }

    /// <summary>The stream that exchanges; that which computes where there is nobody to exchange with.</summary>
    public DeviceStream Communication { get; }

    /// <summary>The number of the work that the replica's thread does now.</summary>
    public long Working => _current;

    /// <summary>Marks what this replica computes before it meets the others, in the work that its thread does now.</summary>
    public DeviceEvent Computed => _computed[_current % ReplicaGroup.RunAhead];

    public void Start() => _thread.Start();

    /// <summary>Waits for all other replicas, on its own thread.</summary>
    public void Meet() => _group.Barrier.Await(Index);

    /// <summary>Waits for the thread to end.</summary>
    public bool Join(TimeSpan limit) => !_thread.IsAlive || _thread.Join(limit);

    public void Dispose()
    {
        DisposeStream();
        Device.Dispose();
    }

    /// <summary>True when what some work computes before it meets the others is done; it may still wait for them. On the thread
    /// of a caller that gives the device up.</summary>
    public bool HasComputed(long number)
    {
        Device.Bind();
        return IsComplete(_computed, number);
    }

    private void Drive()
    {
        for (long next = 1; AwaitWork(next) is { } work; next++)
        {
            if (!_group.Fault.IsRaised) Attempt(work, next);
            // Behind a failure as well: what was queued before it may still run.
            Mark(next);
            PublishFinished();
        }
    }

    private void Attempt(IReplicaWork work, long number)
    {
        _current = number;
        try
        {
            if (!_bound) Device.Bind();
            _bound = true;
            work.Run(this);
        }
        catch (StepAbortedException)
        {
            _failed = true;
            // The replica that failed has told why; this one only had to stop.
        }
#pragma warning disable CA1031 // Whatever a kernel throws must stop the other replicas and reach the caller.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            Fail(number, cause);
        }
    }

    /// <summary>Waits for work, and tells meanwhile what the device has finished.</summary>
    private IReplicaWork? AwaitWork(long number)
    {
        SpinWait spin = default;
        for (int polls = 0; _finished < _queued && !_group.IsGiven(number); polls++)
        {
            if (polls < BusyPolls) spin.SpinOnce(sleep1Threshold: -1);
            else _group.AwaitGiven(number, PollInterval);
            PublishFinished();
        }

        return _group.Await(number);
    }

    /// <summary>Marks the end of what was queued for a piece of work.</summary>
    private void Mark(long number)
    {
        try
        {
            if (_failed)
            {
                // A step that broke off may have left an exchange that nothing waits for.
                Communication.Record(_communicated!); // Made by the constructor.
                Stream.Wait(_communicated!);
                _failed = false;
            }

            Stream.Record(_marks[number % ReplicaGroup.RunAhead]);
        }
        catch (GpuException cause)
        {
            Fail(number, cause);
        }

        _queued = number;
    }

    private void PublishFinished()
    {
        while (_finished < _queued && IsFinished(_finished + 1)) _group.Done(this, ++_finished);
    }

    private bool IsFinished(long number) => IsComplete(_marks, number);

    private bool IsComplete(DeviceEvent[] marks, long number)
    {
        try
        {
            return marks[number % ReplicaGroup.RunAhead].IsComplete;
        }
        catch (GpuException cause)
        {
            // Waiters must hear of the failure instead of waiting for work that never ends.
            Fail(number, cause);
            return true;
        }
    }

    private void Fail(long number, Exception cause)
    {
        _failed = true;
        _group.Fault.Raise(ReplicaFailedException.From(Device.Id, _group.StepOf(number), cause));
    }

    private void DisposeStream()
    {
        foreach (DeviceEvent? mark in _marks.Concat(_computed)) mark?.Dispose();
        _communicated?.Dispose();
        if (!ReferenceEquals(Communication, Stream)) Communication.Dispose();
        Stream.Dispose();
    }
}
