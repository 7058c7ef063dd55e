namespace Mirrored;

public sealed class WorkerPoolStressTests
{
    private const int Jobs = 1000;

    /// <summary>Callers with and without leave of their own, on fewer threads than callers and on more.</summary>
    [Theory]
    [InlineData(2, 8, false)]
    [InlineData(2, 8, true)]
    [InlineData(2, 1, true)]
    [InlineData(3, 2, true)]
    [InlineData(5, 3, false)]
    public void Run_ManyCallersWithTinyJobs_EveryPartOnceAndNeverTooManyThreads(int threads, int callers, bool enter)
    {
        using WorkerPool pool = new(threads);
        int computing = 0, most = 0;
        string?[] faults = new string?[callers];
        InParallel(callers, caller =>
        {
            Random random = new(caller);
            int[] done = new int[16];
            int job = 0;
            PartWork work = new(part =>
            {
                int now = Interlocked.Increment(ref computing);
                if (now > Volatile.Read(ref most)) Volatile.Write(ref most, now);
                // A late helper would count for another job.
                Interlocked.Add(ref done[part], Volatile.Read(ref job));
                if (part == 5) Thread.Yield(); // lets a thread too many show itself
                Interlocked.Decrement(ref computing);
            });
            for (job = 1; job <= Jobs && faults[caller] is null; job++)
            {
                int parts = random.Next(done.Length + 1);
                Array.Clear(done);
                if (enter) pool.EnterCompute();
                pool.Run(work, parts);
                if (enter) pool.ExitCompute();
                for (int part = 0; part < done.Length; part++)
                    if (done[part] != (part < parts ? job : 0)) faults[caller] = $"job {job}, part {part} of {parts}";
            }
        });

        Assert.All(faults, Assert.Null);
        Assert.InRange(most, 1, threads);
    }

    [Fact]
    public void Run_ManyCallersWithFailingParts_EachGetsItsOwnException()
    {
        using WorkerPool pool = new(3);
        int wrong = 0, thrown = 0;
        const int Callers = 6;
        InParallel(Callers, caller =>
        {
            Random random = new(caller);
            for (int job = 0; job < 300; job++)
            {
                int failing = random.Next(20);
                string text = $"{caller}/{job}";
                Exception? failure = Record.Exception(() => pool.Run(new PartWork(part =>
                {
                    if (part == failing) throw new InvalidOperationException(text);
                }), 10));
                if ((failure is not null) != (failing < 10) || (failure is not null && failure.Message != text))
                    Interlocked.Increment(ref wrong);
                if (failure is not null) Interlocked.Increment(ref thrown);
            }
        });

        Assert.Equal(0, wrong);
        Assert.NotEqual(0, thrown);
    }

    [Fact]
    public void Run_AfterWarmUp_AllocatesNothingOnCallerAndHelper()
    {
        using WorkerPool pool = new(2);
        AllocationWork work = new();
        void Stretch()
        {
            pool.EnterCompute();
            work.Begin();
            pool.Run(work, 2);
            pool.ExitCompute();
        }

        for (int i = 0; i < 100; i++) Stretch();
        work.Measuring = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) Stretch();
        long caller = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, caller);
        Assert.Equal(0, work.HelperBytes);
        Assert.Equal(1000, work.HelperParts);
    }

    /// <summary>Eight threads beside one permit: every wait of the pool blocks, none is for ever.</summary>
    [Fact]
    public void EnterCompute_EightThreadsOnOnePermit_AllComeToAnEnd()
    {
        using WorkerPool pool = new(1);
        int inside = 0, most = 0, done = 0;
        InParallel(8, _ =>
        {
            for (int i = 0; i < 500; i++)
            {
                pool.EnterCompute();
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Interlocked.Decrement(ref inside);
                done++; // guarded by the only permit
                pool.ExitCompute();
            }
        });

        Assert.Equal(1, most);
        Assert.Equal(8 * 500, done);
    }

    private static void InParallel(int threads, Action<int> run)
    {
        Exception?[] failures = new Exception?[threads];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(
            i => new Thread(() => failures[i] = Record.Exception(() => run(i))) { IsBackground = true })];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) Rendezvous.Join(thread);
        Assert.All(failures, Assert.Null);
    }

    /// <summary>Two parts that meet, so that one is the helper's; there it counts what the thread allocated since its
    /// last part, which includes all that the pool did on it in between.</summary>
    private sealed class AllocationWork : IParallelWork
    {
        [ThreadStatic]
        private static long t_last;

        private readonly int _caller = Environment.CurrentManagedThreadId;
        private int _inside;

        public bool Measuring { get; set; }

        public long HelperBytes { get; private set; }

        public int HelperParts { get; private set; }

        public void Begin() => _inside = 0;

        public void Run(int part)
        {
            if (Environment.CurrentManagedThreadId != _caller)
            {
                long now = GC.GetAllocatedBytesForCurrentThread();
                if (Measuring)
                {
                    HelperBytes += now - t_last;
                    HelperParts++;
                }

                t_last = now;
            }

            Interlocked.Increment(ref _inside);
            Rendezvous.Await(ref _inside, 2);
        }
    }
}
