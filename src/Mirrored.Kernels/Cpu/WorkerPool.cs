using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Mirrored;

/// <summary>The threads that the CPU devices of a process compute on, at most <see cref="Threads"/> at once.</summary>
/// <remarks>Replicas compute on their own threads and hold a permit meanwhile. Helper threads take idle permits, join
/// whichever call of <see cref="Run"/> has parts left, and give the permit back when there is none. Without an idle
/// permit nobody is woken: then a call costs hardly more than its parts.</remarks>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>One pause between two looks at what others do.</summary>
    internal const int SpinIterations = 5;

    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(5);

    /// <summary>The pool whose permit the current thread holds.</summary>
    [ThreadStatic]
    private static WorkerPool? t_entered;

    /// <summary>How long the current thread waits for others within that pool.</summary>
    [ThreadStatic]
    private static TimeSpan t_limit;

    private readonly ComputePermits _permits;
    private readonly ParallelJob[] _jobs;
    private readonly Thread[] _helpers;
    private readonly object _sleepGate = new();
    private int _openJobs;
    private int _seeking;
    private int _sleeping;
    private int _disposed;

    /// <summary>Starts the helpers.</summary>
    /// <param name="threads">How many threads may compute at once, at least 1; one less is started.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = threads;
        _permits = new ComputePermits(threads);
        _jobs = new ParallelJob[threads];
        for (int i = 0; i < threads; i++) _jobs[i] = new ParallelJob();
        _helpers = new Thread[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            int number = i + 1;
            _helpers[i] = new Thread(() => Help(number)) { IsBackground = true, Name = $"Mirrored worker {number}" };
            _helpers[i].Start();
        }
    }

    /// <summary>How many threads may compute at the same time, callers included.</summary>
    public int Threads { get; }

    /// <summary>How long a thread looks for work, or for others to finish, before it blocks: 30 microseconds; none
    /// on a single core, where looking keeps the others from going on.</summary>
    internal static long SpinTicks { get; } = Environment.ProcessorCount > 1 ? Stopwatch.Frequency * 30 / 1_000_000 : 0;

    /// <summary>How long a thread waits for others that came without a limit.</summary>
    public static TimeSpan DefaultLimit { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Waits for leave to compute; until <see cref="ExitCompute"/> the caller counts as one thread.</summary>
    /// <param name="limit">How long to wait, now and for helpers until then, at most.</param>
    /// <exception cref="InvalidOperationException">The thread has leave already.</exception>
    /// <exception cref="TimeoutException">All others have been computing that long.</exception>
    public void EnterCompute(TimeSpan limit)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (t_entered is not null)
            throw new InvalidOperationException("This thread has leave to compute already; call ExitCompute first.");
        TakePermit(limit);
        (t_entered, t_limit) = (this, limit);
    }

    /// <summary>The same with <see cref="DefaultLimit"/>.</summary>
    public void EnterCompute() => EnterCompute(DefaultLimit);

    /// <summary>Gives the leave back, so that another replica's thread may compute.</summary>
    /// <exception cref="InvalidOperationException">The thread has no leave of this pool.</exception>
    public void ExitCompute()
    {
        if (t_entered != this)
            throw new InvalidOperationException("This thread has no leave of this pool; call EnterCompute first.");
        t_entered = null;
        ReturnPermit();
    }

    /// <summary>Does all parts of some work, on this thread and on idle ones; returns when all are done.</summary>
    /// <remarks>A thread without leave to compute waits for it first and gives it back at the end. When a part throws,
    /// the parts not yet begun are given up, and the exception is thrown here once the others have ended.</remarks>
    /// <param name="work">The work.</param>
    /// <param name="parts">The number of its parts, 0 or more.</param>
    public void Run(IParallelWork work, int parts)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        WorkerPool? entered = t_entered;
        if (entered == this)
        {
            RunEntered(work, parts);
            return;
        }

        TimeSpan outer = t_limit;
        TakePermit(DefaultLimit);
        (t_entered, t_limit) = (this, DefaultLimit);
        try
        {
            RunEntered(work, parts);
        }
        finally
        {
            (t_entered, t_limit) = (entered, outer);
            ReturnPermit();
        }
    }

    /// <summary>Ends the helpers; what still runs comes to its end first.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _permits.Close();
        lock (_sleepGate) Monitor.PulseAll(_sleepGate);
        long start = Stopwatch.GetTimestamp();
        foreach (Thread helper in _helpers)
        {
            TimeSpan left = JoinLimit - Stopwatch.GetElapsedTime(start);
            helper.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private void RunEntered(IParallelWork work, int parts)
    {
        ParallelJob? job = parts > 1 ? RentJob() : null;
        if (job is null)
        {
            for (int part = 0; part < parts; part++) work.Run(part);
            return;
        }

        job.Open(work, parts);
        Interlocked.Increment(ref _openJobs);
        WakeHelper();
        job.Work();
        Interlocked.Decrement(ref _openJobs);
        ExceptionDispatchInfo? failure = job.Close(t_limit);
        job.Return();
        failure?.Throw();
    }

    /// <summary>A free job; null without helpers, and when calls within parts have taken all.</summary>
    private ParallelJob? RentJob()
    {
        if (Threads == 1) return null;
        foreach (ParallelJob job in _jobs)
            if (job.TryRent()) return job;
        return null;
    }

    private void TakePermit(TimeSpan limit)
    {
        _permits.Take(limit);
        WakeHelper(); // those who waited for a permit kept helpers from another one
    }

    private void ReturnPermit()
    {
        _permits.Return();
        WakeHelper();
    }

    /// <summary>Wakes a helper if there are work and a permit for it and no other is about to look for them.</summary>
    /// <remarks>Called after each change that can give a helper something to do. Each such change, and each step of
    /// a helper from seeking to sleeping, is an interlocked operation followed by a look at the other side: either the
    /// helper sees the change, or the helper is seen here. A helper that joins wakes the next one.</remarks>
    private void WakeHelper()
    {
        if (Volatile.Read(ref _sleeping) == 0 || Volatile.Read(ref _seeking) > 0 || !HelperCanWork()) return;
        lock (_sleepGate)
        {
            if (_sleeping == 0) return;
            _sleeping--;
            Monitor.Pulse(_sleepGate);
        }
    }

    private bool HelperCanWork() => _permits.IsIdle && HasUnclaimedParts();

    private bool HasUnclaimedParts()
    {
        if (Volatile.Read(ref _openJobs) == 0) return false;
        foreach (ParallelJob job in _jobs)
            if (job.HasUnclaimedParts) return true;
        return false;
    }

    private void Help(int number)
    {
        while (Volatile.Read(ref _disposed) == 0)
        {
            Seek();
            if (!HelperCanWork()) Sleep();
            else if (_permits.TryTakeIdle())
            {
                (t_entered, t_limit) = (this, DefaultLimit);
                WorkOnJobs(number);
                t_entered = null;
                ReturnPermit();
            }
        }
    }

    /// <summary>Does parts of all jobs until none has any left, or a replica waits for the permit.</summary>
    private void WorkOnJobs(int number)
    {
        bool found = true;
        while (found)
        {
            found = false;
            for (int i = 0; i < _jobs.Length; i++)
            {
                // Each helper begins at another job, so that they spread over the callers.
                ParallelJob job = _jobs[(number + i) % _jobs.Length];
                if (!job.TryJoin()) continue;
                WakeHelper();
                job.Work();
                job.Leave();
                if (_permits.IsWanted) return;
                found = true;
            }
        }
    }

    /// <summary>Looks for work for a short time; not at all without an idle permit.</summary>
    private void Seek()
    {
        Interlocked.Increment(ref _seeking);
        long end = Stopwatch.GetTimestamp() + SpinTicks;
        while (_permits.IsIdle && !HasUnclaimedParts() && Stopwatch.GetTimestamp() < end)
            Thread.SpinWait(SpinIterations);
        Interlocked.Decrement(ref _seeking);
    }

    private void Sleep()
    {
        lock (_sleepGate)
        {
            Interlocked.Increment(ref _sleeping);
            if (HelperCanWork() || _disposed != 0) _sleeping--;
            else Monitor.Wait(_sleepGate);
        }
    }
}
