namespace Mirrored;

/// <summary>Trains one model on several devices at once: every device holds a copy and takes a part of each batch.</summary>
/// <remarks>
/// <para>Make the model inside <see cref="Scope"/>. After every batch the gradients of all devices are summed and each
/// applies the same update, so the copies stay the same and the result is that of one device.</para>
/// <para>The strategy owns its threads, its memory and the models made in its scope; disposing it disposes them.</para>
/// <para>Source: TensorFlow's <c>tf.distribute.MirroredStrategy</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// using var strategy = new MirroredStrategy(Devices.Cpus(2));
/// using (strategy.Scope())
/// {
///     model = new Sequential([new Dense(128, "relu", inputShape: 784), new Dense(10, "softmax")]);
/// }
/// </code>
/// </example>
public sealed class MirroredStrategy : IDisposable
{
    private static readonly AsyncLocal<MirroredStrategy?> InScope = new();

    private readonly List<IDisposable> _models = [];
    private readonly DeviceOpener _opener = new();
    private readonly ExclusiveUse _use = new();
    private readonly string? _exchangeNotice;
    private volatile bool _disposed;
    private bool _noticesSaid;

    /// <summary>Takes devices: unless told otherwise all visible GPUs, or one CPU when there is none.</summary>
    /// <param name="devices">The devices, one replica each, such as <c>["CPU:0", "CPU:1"]</c>; null takes the default.</param>
    /// <param name="options">Seed, threads and the like; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The list is empty, names a device twice, or names one that does not exist;
    /// or the options do not fit the devices.</exception>
    /// <exception cref="CudaUnavailableException">NCCL was asked for and is missing or too old; the message tells where it was
    /// looked for and how to install it.</exception>
    /// <exception cref="DeviceNotAvailableException">A device cannot be used; the message tells why and what to do.</exception>
    public MirroredStrategy(IReadOnlyList<DeviceId>? devices = null, StrategyOptions? options = null)
    {
        Options = options ?? new StrategyOptions();
        DeviceIds = devices is null ? Devices.Default : [.. devices];
        Devices.Check(DeviceIds, nameof(devices));
        if (Options.Deterministic && DeviceIds.Count > ReduceLeavesOperation.Leaves)
            throw new ArgumentException(
                $"Deterministic mode takes at most {ReduceLeavesOperation.Leaves} replicas, because it cuts every batch into that "
                + $"many leaves; {DeviceIds.Count} devices were given.", nameof(devices));
        (CrossDeviceOps, _exchangeNotice) = CrossDeviceChoice.For(DeviceIds, Options);
        CrossDeviceOps.Check(DeviceIds, Options);
        Precision = DeviceOpener.Precision(DeviceIds, Options);
        try
        {
            Group = new ReplicaGroup(_opener.Open(DeviceIds, Options, Precision), Options.Timeout);
        }
        catch
        {
            _opener.Dispose();
            throw;
        }
    }

    /// <summary>The strategy whose scope the caller is in, or null.</summary>
    public static MirroredStrategy? Current => InScope.Value;

    /// <summary>The devices, in replica order.</summary>
    public IReadOnlyList<DeviceId> DeviceIds { get; }

    /// <summary>The options that it was made with.</summary>
    public StrategyOptions Options { get; }

    /// <summary>How matrix products are computed.</summary>
    public Precision Precision { get; }

    /// <summary>How the devices sum their gradients.</summary>
    public CrossDeviceOps CrossDeviceOps { get; }

    /// <summary>What a person should know about how the devices compute, one line each; usually nothing.</summary>
    /// <remarks>The first <c>Fit</c> that is not silent prints them.</remarks>
    public IReadOnlyList<string> Notices =>
        [.. Group.Replicas.Select(replica => replica.Device.Notice).Append(_exchangeNotice).OfType<string>().Distinct()];

    /// <summary>The number of replicas: into how many parts each batch is cut.</summary>
    public int NumReplicasInSync => DeviceIds.Count;

    internal ReplicaGroup Group { get; }

    /// <summary>How the steps of this strategy's models run.</summary>
    internal EngineOptions EngineOptions => new()
    {
        CrossDeviceOps = CrossDeviceOps, MicroBatches = Options.MicroBatches, RoundGradients = Options.RoundGradients,
        CheckReplicasEvery = Options.CheckReplicasEvery ?? 0, NonFinite = Options.NonFinite,
    };

    internal bool IsDisposed => _disposed;

    /// <summary>The global batch size that gives each replica a number of rows.</summary>
    /// <param name="perReplica">Rows for each replica.</param>
    /// <returns><c>perReplica * NumReplicasInSync</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perReplica"/> is not positive.</exception>
    public int GlobalBatchSize(int perReplica)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perReplica);
        return checked(perReplica * NumReplicasInSync);
    }

    /// <summary>Makes this strategy the one that new models belong to, until the result is disposed.</summary>
    /// <returns>Ends the scope when disposed.</returns>
    /// <exception cref="InvalidOperationException">The caller is in another strategy's scope.</exception>
    /// <exception cref="ObjectDisposedException">The strategy is disposed.</exception>
    public IDisposable Scope()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (InScope.Value is { } other && other != this)
            throw new InvalidOperationException($"Cannot enter the scope of {this} inside that of {other}. Leave that one first.");
        return new ScopeToken(this);
    }

    /// <summary>Ends the threads and frees the memory of the strategy and of all models made in its scope.</summary>
    /// <remarks>What another thread runs meanwhile ends at its next step with <see cref="ObjectDisposedException"/>.</remarks>
    /// <exception cref="TimeoutException">That step did not end in time; nothing was freed.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        AwaitUsers();
        IDisposable[] models;
        lock (_models) models = [.. _models];
        foreach (IDisposable model in models) model.Dispose(); // Each takes itself off the list.
        Group.Dispose();
        _opener.Dispose();
    }

    /// <summary>Kind and devices, as <c>MirroredStrategy(CPU:0, CPU:1)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{nameof(MirroredStrategy)}({string.Join(", ", DeviceIds)})";

    /// <summary>Keeps other threads from giving work to the replicas until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another thread is at it.</exception>
    internal IDisposable Use()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _use.Enter(this);
    }

    /// <summary>Waits until no other thread uses the replicas, so that what they read may go.</summary>
    /// <exception cref="TimeoutException">One still does after <see cref="StrategyOptions.Timeout"/>.</exception>
    internal void AwaitUsers()
    {
        if (!_use.AwaitOthers(Options.Timeout))
            throw new TimeoutException($"{this} is still in use by another thread after {Options.Timeout.TotalSeconds:0} s.");
    }

    /// <summary>Lets the threads end when the only user is gone without disposing anything; memory goes with the collector.</summary>
    internal void Abandon() => Group.Close();

    /// <summary>Writes the notices, the first time that it is called.</summary>
    internal void SayNotices(TextWriter output)
    {
        if (_noticesSaid) return;
        _noticesSaid = true;
        foreach (string notice in Notices) output.WriteLine(notice);
    }

    /// <summary>Adds something that is disposed with the strategy, before its devices.</summary>
    internal void Own(IDisposable model)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_models) _models.Add(model);
    }

    /// <summary>Lets go of something that is already disposed.</summary>
    internal void Disown(IDisposable model)
    {
        lock (_models) _models.Remove(model);
    }

    private sealed class ScopeToken : IDisposable
    {
        private readonly MirroredStrategy? _outer = InScope.Value;
        private bool _left;

        public ScopeToken(MirroredStrategy strategy) => InScope.Value = strategy;

        public void Dispose()
        {
            if (_left) return;
            _left = true;
            InScope.Value = _outer;
        }
    }
}
