namespace Mirrored.Kernels.Tests;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_ManyParts_DoesEachOnce(int threads)
    {
        using WorkerPool pool = new(threads);
        foreach (int parts in new[] { 0, 1, 2, 3, 100, 1001 })
        {
            Counting work = new(parts);
            pool.Run(work, parts);
            Assert.All(work.Done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Run_ManyCallersOnFewThreads_NeverMixesTheirWork()
    {
        using WorkerPool pool = new(3);
        List<Exception> failures = [];
        Thread[] callers = [.. Enumerable.Range(0, 8).Select(c => new Thread(() =>
        {
            // Small jobs in quick succession: a helper that is late meets a job that is not the one it saw.
            Exception? failure = Record.Exception(() =>
            {
                for (int round = 0; round < 2000; round++)
                {
                    int parts = 2 + ((round + c) % 7);
                    Counting work = new(parts);
                    pool.Run(work, parts);
                    if (work.Done.Any(d => d != 1)) throw new InvalidOperationException($"round {round}: {string.Join(' ', work.Done)}");
                }
            });
            if (failure is not null) lock (failures) failures.Add(failure);
        }))];

        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) Assert.True(caller.Join(TimeSpan.FromSeconds(60)));

        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_AnyCallers_ComputeOnNoMoreThreadsThanAllowed(int threads)
    {
        using WorkerPool pool = new(threads);
        int now = 0, most = 0;
        Thread[] callers = [.. Enumerable.Range(0, 6).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < 50; round++)
            {
                pool.EnterCompute();
                pool.Run(
                    new Acting(_ =>
                    {
                        int running = Interlocked.Increment(ref now);
                        int seen = Volatile.Read(ref most);
                        while (running > seen) seen = Interlocked.CompareExchange(ref most, running, seen) is int s && s == seen ? running : s;
                        Thread.SpinWait(200);
                        Interlocked.Decrement(ref now);
                    }),
                    parts: 4);
                pool.ExitCompute();
            }
        }))];

        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) Assert.True(caller.Join(TimeSpan.FromSeconds(60)));

        Assert.InRange(most, 1, threads);
    }

    [Fact]
    public void Run_IdleHelper_TakesPart()
    {
        using WorkerPool pool = new(2);
        using CountdownEvent both = new(2);

        // Each part waits for the other, so this ends only when two threads are at it.
        pool.Run(
            new Acting(_ =>
            {
                both.Signal();
                Assert.True(both.Wait(TimeSpan.FromSeconds(30)));
            }),
            parts: 2);

        Assert.True(both.IsSet);
    }

    [Fact]
    public void Run_PartThrows_IsThrownToTheCallerAndThePoolGoesOn()
    {
        using WorkerPool pool = new(2);
        for (int round = 0; round < 100; round++)
        {
            InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => pool.Run(
                new Acting(part =>
                {
                    if (part == 3) throw new InvalidOperationException("part 3");
                }),
                parts: 8));
            Assert.Equal("part 3", failure.Message);
        }

        Counting work = new(9);
        pool.Run(work, 9);
        Assert.All(work.Done, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Run_AfterWarmUp_AllocatesNothingOnAnyThread()
    {
        using WorkerPool pool = new(3);
        using Measuring work = new();
        for (int round = 0; round < 200; round++) pool.Run(work, 16);
        work.Reset();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int round = 0; round < 2000; round++) pool.Run(work, 16);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, work.AllocatedElsewhere);
    }

    [Fact]
    public void Dispose_WhileHelpersSleep_EndsThem()
    {
        WorkerPool pool = new(4);
        pool.Run(new Counting(8), 8);

        pool.Dispose();
        pool.Dispose();

        Assert.Throws<ObjectDisposedException>(pool.EnterCompute);
    }

    private sealed class Counting(int parts) : IParallelWork
    {
        public int[] Done { get; } = new int[parts];

        public void Run(int part) => Interlocked.Increment(ref Done[part]);
    }

    private sealed class Acting(Action<int> action) : IParallelWork
    {
        public void Run(int part) => action(part);
    }

    /// <summary>Notes how much each thread has allocated since its last part.</summary>
    private sealed class Measuring : IParallelWork, IDisposable
    {
        private readonly ThreadLocal<long> _last = new(() => -1);
        private long _elsewhere;

        public long AllocatedElsewhere => Volatile.Read(ref _elsewhere);

        public void Dispose() => _last.Dispose();

        public void Reset() => Volatile.Write(ref _elsewhere, 0);

        public void Run(int part)
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            if (_last.Value >= 0) Interlocked.Add(ref _elsewhere, now - _last.Value);
            _last.Value = GC.GetAllocatedBytesForCurrentThread();
            Thread.SpinWait(50);
        }
    }
}
