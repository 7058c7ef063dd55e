using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Mirrored;

/// <summary>One call of <see cref="WorkerPool.Run"/> in progress: the parts to claim and the helpers at work.</summary>
/// <remarks>A helper joins before it looks at the work and leaves when no part is left; the caller closes the job and
/// waits until all have left. So nobody is inside when the job is used again: a late helper joins the next work or
/// none.</remarks>
internal sealed class ParallelJob
{
    /// <summary>Added to the number of helpers when no more may join.</summary>
    private const int Closed = int.MinValue;

    /// <summary>How often a caller lets other threads run before it blocks.</summary>
    private const int Yields = 16;

    private readonly object _gate = new();
    private int _rented;
    private int _helpers = Closed;
    private bool _callerBlocks;
    private IParallelWork _work = null!; // set by Open, before anybody can join
    private int _parts;
    private long _claimed;
    private ExceptionDispatchInfo? _failure;

    /// <summary>True while there is something to join for.</summary>
    public bool HasUnclaimedParts => Volatile.Read(ref _helpers) >= 0 && Volatile.Read(ref _claimed) < _parts;

    /// <summary>Takes the job for the calling thread, unless another has it.</summary>
    public bool TryRent() => Volatile.Read(ref _rented) == 0 && Interlocked.Exchange(ref _rented, 1) == 0;

    /// <summary>Lets other callers have the job.</summary>
    public void Return() => Volatile.Write(ref _rented, 0);

    /// <summary>Offers the parts of some work to whoever joins.</summary>
    public void Open(IParallelWork work, int parts)
    {
        _work = work;
        _parts = parts;
        _claimed = 0;
        Volatile.Write(ref _helpers, 0);
    }

    /// <summary>Joins the job as a helper if parts are left; <see cref="Work"/> and <see cref="Leave"/> must
    /// follow.</summary>
    public bool TryJoin()
    {
        while (HasUnclaimedParts)
        {
            int helpers = Volatile.Read(ref _helpers);
            if (helpers >= 0 && Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers) == helpers) return true;
        }

        return false;
    }

    /// <summary>Does parts until none is left, or one has failed.</summary>
    public void Work()
    {
        try
        {
            while (true)
            {
                long part = Interlocked.Increment(ref _claimed) - 1;
                if (part >= _parts) return;
                _work.Run((int)part);
            }
        }
        catch (Exception failure)
        {
            // The first failure is thrown to the caller; the parts that nobody has begun are given up.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            Interlocked.Exchange(ref _claimed, _parts);
        }
    }

    /// <summary>Ends a helper's part in the job.</summary>
    public void Leave()
    {
        // First the write of _helpers, then the read of _callerBlocks; the caller does it the other way round, so one
        // side sees the other. A caller that blocks on its next work by now wakes for nothing and blocks again.
        if (Interlocked.Decrement(ref _helpers) != Closed || !Volatile.Read(ref _callerBlocks)) return;
        lock (_gate) Monitor.Pulse(_gate);
    }

    /// <summary>Lets nobody join any more and waits until the helpers have left.</summary>
    /// <param name="limit">How long to wait at most.</param>
    /// <returns>What went wrong in a part, or null.</returns>
    /// <exception cref="TimeoutException">A helper is still inside a part; the job must not be used again.</exception>
    public ExceptionDispatchInfo? Close(TimeSpan limit)
    {
        if (Interlocked.Add(ref _helpers, Closed) != Closed && !SpinUntilLeft()) BlockUntilLeft(limit);
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        _work = null!; // the job outlives the work
        return failure;
    }

    private bool SpinUntilLeft()
    {
        long end = Stopwatch.GetTimestamp() + WorkerPool.SpinTicks;
        do
        {
            if (Volatile.Read(ref _helpers) == Closed) return true;
            Thread.SpinWait(WorkerPool.SpinIterations);
        }
        while (Stopwatch.GetTimestamp() < end);

        // The helper may be waiting for this very core.
        for (int i = 0; i < Yields; i++)
        {
            if (Volatile.Read(ref _helpers) == Closed) return true;
            Thread.Yield();
        }

        return false;
    }

    private void BlockUntilLeft(TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _callerBlocks = true;
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref _helpers) != Closed)
            {
                TimeSpan left = limit - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                    throw new TimeoutException(
                        $"A part of an operation did not end within {limit.TotalSeconds:0.#} s. Look for one that hangs, or raise "
                        + "StrategyOptions.Timeout.");
                Monitor.Wait(_gate, left);
            }

            _callerBlocks = false;
        }
    }
}
