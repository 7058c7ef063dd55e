namespace Mirrored;

/// <summary>A fixed number of permits to compute; replicas that find none wait, helpers do not.</summary>
internal sealed class ComputePermits
{
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
    /// <param name="limit">How long to wait at most.</param>
    /// <exception cref="TimeoutException">None was given back within the limit.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed meanwhile.</exception>
    public void Take(TimeSpan limit)
    {
        if (!TryTake()) WaitAndTake(limit);
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

    private void WaitAndTake(TimeSpan limit)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                while (!TryTake())
                {
                    ObjectDisposedException.ThrowIf(_closed, typeof(WorkerPool));
                    if (!Monitor.Wait(_gate, limit))
                        throw new TimeoutException(
                            $"No leave to compute within {limit.TotalSeconds:0.#} s: {_count} threads compute, none "
                            + "ends. Look for an operation or a data set that hangs, or raise StrategyOptions.Timeout.");
                }
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }
}
