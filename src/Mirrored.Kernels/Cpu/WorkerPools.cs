namespace Mirrored;

/// <summary>The process's worker pools: everybody who asks for the same number of threads shares one.</summary>
internal static class WorkerPools
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, (WorkerPool Pool, int Users)> Pools = [];

    /// <summary>Gets the pool of a number of threads; give it back with <see cref="Return"/>.</summary>
    public static WorkerPool Rent(int threads)
    {
        lock (Gate)
        {
            (WorkerPool pool, int users) = Pools.TryGetValue(threads, out var known) ? known : (new WorkerPool(threads), 0);
            Pools[threads] = (pool, users + 1);
            return pool;
        }
    }

    /// <summary>Gives a pool back; the last user ends its threads.</summary>
    public static void Return(WorkerPool pool)
    {
        lock (Gate)
        {
            if (!Pools.TryGetValue(pool.Threads, out var known) || !ReferenceEquals(known.Pool, pool)) return;
            if (known.Users > 1)
            {
                Pools[pool.Threads] = (pool, known.Users - 1);
                return;
            }

            Pools.Remove(pool.Threads);
        }

        pool.Dispose();
    }
}
