using System.Diagnostics;

namespace Mirrored;

/// <summary>The threads that the CPU devices of a process compute on, at most <see cref="Threads"/> at once.</summary>
/// <remarks>
/// <para>A replica's thread takes leave to compute; helper threads take what leave is over, do parts of whichever work is
/// open, and give it back. With as many replicas as threads nobody helps, and <see cref="Run"/> is a plain loop.</para>
/// <para>Idle helpers watch for work for a few tens of microseconds, the time between two kernels, then block.</para>
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>How much work may be open at the same time; more callers than that do theirs alone.</summary>
    private const int Places = 64;

    /// <summary>Looks before a caller that waits for a helper's last part blocks.</summary>
    private const int OwnerSpins = 2000;

    private static readonly TimeSpan WatchTime = TimeSpan.FromMicroseconds(50);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan JoinTime = TimeSpan.FromSeconds(10);

    [ThreadStatic]
    private static WorkerPool? _computing;

    private readonly ParallelJob[] _jobs = [.. Enumerable.Range(0, Places).Select(_ => new ParallelJob())];
    private readonly SemaphoreSlim _leave;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread[] _helpers;
    private int _openings;
    private int _blocked;
    private int _highestPlace = -1;
    private volatile bool _disposed;

    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = threads;
        _leave = new SemaphoreSlim(threads, threads);
        _helpers = [.. Enumerable.Range(1, threads - 1).Select(
            i => new Thread(Help) { IsBackground = true, Name = $"Mirrored worker {i}" })];
        foreach (Thread helper in _helpers) helper.Start();
    }

    /// <summary>How many threads may compute at the same time, callers included.</summary>
    public int Threads { get; }

    /// <summary>Waits for leave to compute; between this and <see cref="ExitCompute"/> the caller counts as one thread.</summary>
    /// <exception cref="TimeoutException">No other thread has given leave back within ten minutes.</exception>
    public void EnterCompute()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_leave.Wait(LeaveLimit))
            throw new TimeoutException(
                $"No leave to compute within {LeaveLimit.TotalMinutes} minutes: all {Threads} threads are in kernels that do not end.");
        _computing = this;
    }

    /// <summary>Gives the leave back, so that another replica's thread may compute.</summary>
    public void ExitCompute()
    {
        _computing = null;
        _leave.Release();
    }

    /// <summary>Does all parts of some work, on this thread and on idle ones; returns when every part is done.</summary>
    /// <remarks>Who has no leave to compute gets it for the time of the call. What a part throws is thrown here once no part
    /// runs any more; parts not begun by then are left out.</remarks>
    public void Run(IParallelWork work, int parts)
    {
        if (_computing == this)
        {
            RunWithLeave(work, parts);
            return;
        }

        EnterCompute();
        try
        {
            RunWithLeave(work, parts);
        }
        finally
        {
            ExitCompute();
        }
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (_helpers.Length > 0) _wake.Release(_helpers.Length);
        bool ended = true;
        foreach (Thread helper in _helpers) ended &= helper.Join(JoinTime);
        if (!ended) return; // A part that never ends keeps its thread, and that what it uses.
        foreach (ParallelJob job in _jobs) job.Dispose();
        _leave.Dispose();
        _wake.Dispose();
    }

    private void RunWithLeave(IParallelWork work, int parts)
    {
        if (parts > 1 && _helpers.Length > 0 && _leave.CurrentCount > 0 && TakePlace() is { } job)
        {
            job.Open(work, parts);
            WakeHelpers(Math.Min(parts - 1, _leave.CurrentCount));
            job.Complete(OwnerSpins);
            return;
        }

        for (int part = 0; part < parts; part++) work.Run(part);
    }

    private ParallelJob? TakePlace()
    {
        for (int i = 0; i < _jobs.Length; i++)
        {
            if (!_jobs[i].TryTake()) continue;
            // Helpers look no further than the highest place that was ever used.
            while (Volatile.Read(ref _highestPlace) is int highest && highest < i)
                Interlocked.CompareExchange(ref _highestPlace, i, highest);
            return _jobs[i];
        }

        return null;
    }

    private void WakeHelpers(int wanted)
    {
        Interlocked.Increment(ref _openings);
        int sleeping = Math.Min(wanted, Volatile.Read(ref _blocked));
        if (sleeping > 0) _wake.Release(sleeping);
    }

    private void Help()
    {
        while (!_disposed)
        {
            int openings = Volatile.Read(ref _openings);
            if (HelpOnce() || Watch(openings)) continue;
            Interlocked.Increment(ref _blocked);
            // Work that opened before this thread counted as blocked wakes nobody, so look once more.
            if (Volatile.Read(ref _openings) == openings && !_disposed) _wake.Wait();
            Interlocked.Decrement(ref _blocked);
        }
    }

    private bool HelpOnce()
    {
        for (int i = 0; i <= Volatile.Read(ref _highestPlace); i++)
        {
            if (!_jobs[i].HasParts || !_leave.Wait(0)) continue;
            try
            {
                if (_jobs[i].TryHelp()) return true;
            }
            finally
            {
                _leave.Release();
            }
        }

        return false;
    }

    private bool Watch(int openings)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WatchTime)
        {
            for (int i = 0; i < 16; i++)
            {
                if (Volatile.Read(ref _openings) != openings || _disposed) return true;
                Thread.SpinWait(2);
            }
        }

        return false;
    }
}
