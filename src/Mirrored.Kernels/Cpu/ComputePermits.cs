namespace Mirrored;

/// <summary>A fixed number of permits to compute; replicas that find none wait, helpers do not.</summary>
internal sealed class ComputePermits
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly object _gate = new();
    private readonly int _count;
    private int _idle;
    private int _waiting;
    private bool _closed;

    public ComputePermits(int count)
    {
        _count = count;
        _idle = count;
    }

    /// <summary>True when a helper may take a permit: one is idle and no replica waits for it.</summary>
    public bool IsIdle => Volatile.Read(ref _idle) > 0 && !IsWanted;

    /// <summary>True when a replica waits for a permit.</summary>
    public bool IsWanted => Volatile.Read(ref _waiting) > 0;

    /// <summary>Takes a permit if one is idle and no replica waits for it.</summary>
    public bool TryTakeIdle() => IsIdle && TryTake();

    /// <summary>Takes a permit, if need be the next one to be given back.</summary>
    /// <exception cref="TimeoutException">None was given back within ten minutes.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed meanwhile.</exception>
    public void Take()
    {
        if (!TryTake()) WaitAndTake();
    }

    /// <summary>Gives a permit back.</summary>
    public void Return()
    {
        // First the permit, then the look at who waits; a waiter does it the other way round, so one sees the other.
        Interlocked.Increment(ref _idle);
        if (Volatile.Read(ref _waiting) == 0) return;
        lock (_gate) Monitor.Pulse(_gate);
    }

    /// <summary>Turns away all who wait.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryTake()
    {
        int idle = Volatile.Read(ref _idle);
        while (idle > 0)
        {
            int seen = Interlocked.CompareExchange(ref _idle, idle - 1, idle);
            if (seen == idle) return true;
            idle = seen;
        }

        return false;
    }

    private void WaitAndTake()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                while (!TryTake())
                {
                    ObjectDisposedException.ThrowIf(_closed, typeof(WorkerPool));
                    if (!Monitor.Wait(_gate, Limit))
                        throw new TimeoutException(
                            $"No leave to compute within {Limit.TotalMinutes} minutes: {_count} threads compute, none "
                            + "ends. Look for an operation or a data set that hangs.");
                }
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }
}
