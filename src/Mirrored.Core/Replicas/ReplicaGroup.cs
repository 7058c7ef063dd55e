namespace Mirrored;

/// <summary>The replicas of a strategy and the short queue through which they are told what to do next.</summary>
/// <remarks>The caller runs at most <see cref="RunAhead"/> pieces of work ahead of the slowest replica. One thread at a time
/// may give work.</remarks>
internal sealed class ReplicaGroup : IDisposable
{
    /// <summary>How many pieces of work may wait: enough to hide the caller's own work, few enough to stop soon.</summary>
    public const int RunAhead = 4;

    private const int Spins = 100;

    private static readonly TimeSpan IdleWait = TimeSpan.FromHours(1);

    private readonly IReplicaWork?[] _queue = new IReplicaWork?[RunAhead];
    private readonly Sequence _given;
    private readonly Sequence[] _done;
    private IDisposable? _shared;
    private long _next;
    private volatile bool _closed;
    private bool _disposed;

    /// <summary>Makes a replica for each device, and takes over the devices, also when it fails.</summary>
    public ReplicaGroup(IReadOnlyList<Device> devices, TimeSpan limit)
    {
        Limit = Patience = limit;
        // With more replicas than cores a spinning thread keeps another from computing.
        int spins = devices.Count < Environment.ProcessorCount ? Spins : 0;
        _given = Fault.Watch(new Sequence(Fault, spins));
        _done = [.. devices.Select(_ => new Sequence(Fault, 0))];
        Barrier = new ReplicaBarrier(devices, Fault, devices.Count <= Environment.ProcessorCount ? Spins : 0, limit);
        List<Replica> replicas = [];
        try
        {
            foreach (Device device in devices) replicas.Add(new Replica(this, replicas.Count, device, communicates: devices.Count > 1));
        }
        catch
        {
            foreach (Replica replica in replicas) replica.Dispose();
            foreach (Device device in devices.Skip(replicas.Count)) device.Dispose();
            throw;
        }

        Replicas = replicas;
        foreach (Replica replica in Replicas) replica.Start();
    }

    public IReadOnlyList<Replica> Replicas { get; }

    public ReplicaFault Fault { get; } = new();

    /// <summary>How long anybody waits for a replica at most.</summary>
    public TimeSpan Limit { get; }

    /// <summary>How long the caller waits before it gives a device up: longer than <see cref="Limit"/> where somebody else
    /// finds out first what is late, and stops it.</summary>
    public TimeSpan Patience { get; set; }

    /// <summary>How many failures there were; whoever sees a new one makes itself usable again.</summary>
    public int Failures { get; private set; }

    /// <summary>Where the replicas wait for each other.</summary>
    public ReplicaBarrier Barrier { get; }

    /// <summary>Waits until a place in the queue is free.</summary>
    /// <returns>The number of the work that will go there.</returns>
    public long Reserve()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (Fault.IsRaised) Drain();
        AwaitDone(_next + 1 - RunAhead);
        return _next + 1;
    }

    /// <summary>Gives the work whose place was reserved to all replicas; returns at once.</summary>
    public void Give(IReplicaWork work)
    {
        long number = ++_next;
        _queue[number % RunAhead] = work;
        _given.Publish(number);
    }

    /// <summary>Runs something on all replicas and waits until it is done.</summary>
    /// <exception cref="ReplicaFailedException">A replica failed, now or in earlier work.</exception>
    public void RunAll(Action<Replica> action)
    {
        Reserve();
        Give(new ActionWork(action));
        Drain();
    }

    /// <summary>Something that all models of the group use together: made by whoever asks first, disposed with the group.</summary>
    public T Share<T>(Func<T> make)
        where T : class, IDisposable =>
        (T)(_shared ??= make());

    /// <summary>Waits until everything given so far is done.</summary>
    /// <exception cref="ReplicaFailedException">A replica failed.</exception>
    public void Drain()
    {
        Settle();
        if (Fault.Failure is not { } failure) return;
        Failures++;
        Barrier.Reset();
        Fault.Reset();
        throw failure;
    }

    /// <summary>Tells the threads to end, once they are done with what they do; waits for nothing.</summary>
    public void Close()
    {
        _closed = true;
        _given.Publish(long.MaxValue);
    }

    /// <summary>Waits until no replica works any more; a failure is kept for whoever asks next.</summary>
    public void Settle() => AwaitDone(_next);

    /// <summary>Waits until the work of a number is done; on any thread, which gives up no device.</summary>
    /// <returns>False when the limit passed.</returns>
    public bool AwaitDone(long number, TimeSpan limit) => Array.TrueForAll(_done, done => done.WaitThroughFault(number, limit));

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Close();
        foreach (Replica replica in Replicas) replica.Join(Limit);
        _shared?.Dispose();
        foreach (Replica replica in Replicas) replica.Dispose();
    }

    /// <summary>The work of a number as soon as it is given; null when the group closes.</summary>
    internal IReplicaWork? Await(long number)
    {
        while (!_given.WaitThroughFault(number, IdleWait))
        {
            // Idle replicas wait as long as the strategy lives.
        }

        return _closed ? null : _queue[number % RunAhead];
    }

    /// <summary>The training step that the work of a number is; 0 when it is none.</summary>
    internal long StepOf(long number) => _queue[number % RunAhead]?.Step ?? 0;

    /// <summary>True when the work of a number is given, or the group closes.</summary>
    internal bool IsGiven(long number) => _given.Value >= number;

    /// <summary>Waits a moment for the work of a number.</summary>
    internal void AwaitGiven(long number, TimeSpan limit) => _given.WaitThroughFault(number, limit);

    internal void Done(Replica replica, long number) => _done[replica.Index].Publish(number);

    private void AwaitDone(long number)
    {
        for (int i = 0; i < _done.Length; i++)
        {
            // A failed replica still counts its work as done, so this wait ends for all of them.
            if (_done[i].WaitThroughFault(number, Patience)) continue;
            // Those that have computed only wait for whoever has not.
            int late = i;
            while (late < _done.Length && (_done[late].Value >= number || Replicas[late].HasComputed(number))) late++;
            Device device = Replicas[late < _done.Length ? late : i].Device;
            device.Abandon();
            bool lost = device.Id.Kind == DeviceKind.Gpu;
            TimeoutException cause = new(
                $"{device.Id} did not finish a step within {Limit.TotalSeconds:0} s. "
                + $"{(lost ? "The process can no longer use GPUs: end it. " : "")}"
                + "Raise StrategyOptions.Timeout if steps really take that long.");
            throw lost ? new DeviceLostException(device.Id, StepOf(number), cause) : cause;
        }
    }

    private sealed class ActionWork(Action<Replica> action) : IReplicaWork
    {
        public long Step => 0;

        public void Run(Replica replica) => action(replica);
    }
}
