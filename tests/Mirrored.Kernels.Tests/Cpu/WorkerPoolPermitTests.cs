namespace Mirrored;

public sealed class WorkerPoolPermitTests
{
    [Fact]
    public void EnterCompute_AllPermitsTaken_WaitsForExit()
    {
        using WorkerPool pool = new(1);
        int entered = 0;
        pool.EnterCompute();
        Thread other = Start(() =>
        {
            pool.EnterCompute();
            Volatile.Write(ref entered, 1);
            pool.ExitCompute();
        });
        Rendezvous.AwaitBlocked(other);
        int before = Volatile.Read(ref entered);

        pool.ExitCompute();
        Rendezvous.Join(other);

        Assert.Equal(0, before);
        Assert.Equal(1, entered);
    }

    [Fact]
    public void EnterCompute_Twice_Throws()
    {
        using WorkerPool pool = new(2);
        pool.EnterCompute();

        Assert.Throws<InvalidOperationException>(pool.EnterCompute);

        pool.ExitCompute();
    }

    [Fact]
    public void ExitCompute_WithoutEnter_Throws()
    {
        using WorkerPool pool = new(2);

        Assert.Throws<InvalidOperationException>(pool.ExitCompute);
    }

    [Fact]
    public void ExitCompute_AfterRun_GivesThePermitOfEnterBack()
    {
        using WorkerPool pool = new(1);
        for (int i = 0; i < 3; i++) // a permit lost or gained would block or fail the next time
        {
            pool.EnterCompute();
            pool.Run(new PartWork(_ => { }), 3);
            pool.ExitCompute();
            pool.Run(new PartWork(_ => { }), 3);
        }

        Assert.Throws<InvalidOperationException>(pool.ExitCompute);
    }

    [Fact]
    public void Run_AnotherReplicaHasTheOtherPermit_StaysOnTheCaller()
    {
        using WorkerPool pool = new(2);
        using ManualResetEventSlim leave = new();
        int entered = 0;
        Thread other = Start(() =>
        {
            pool.EnterCompute();
            Volatile.Write(ref entered, 1);
            leave.Wait(TimeSpan.FromSeconds(30));
            pool.ExitCompute();
        });
        Rendezvous.Await(ref entered, 1);
        HashSet<int> threads = []; // no lock: one thread only, or the test fails anyway

        pool.EnterCompute();
        for (int i = 0; i < 100; i++)
            pool.Run(new PartWork(_ => threads.Add(Environment.CurrentManagedThreadId)), 10);
        pool.ExitCompute();
        leave.Set();
        Rendezvous.Join(other);

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void ExitCompute_WhileAnotherRuns_LetsAHelperJoinIt()
    {
        using WorkerPool pool = new(2);
        int running = 0, entered = 0, inside = 0;
        Thread other = Start(() =>
        {
            pool.EnterCompute();
            Volatile.Write(ref entered, 1);
            Rendezvous.Await(ref running, 1);
            pool.ExitCompute();
        });
        Rendezvous.Await(ref entered, 1);

        pool.Run(new PartWork(_ =>
        {
            Volatile.Write(ref running, 1);
            Interlocked.Increment(ref inside);
            Rendezvous.Await(ref inside, 2); // needs a second thread, which has no permit until the other has left
        }), 2);
        Rendezvous.Join(other);

        Assert.Equal(2, inside);
    }

    [Fact]
    public void Dispose_WhileAThreadWaitsForAPermit_TurnsItAway()
    {
        WorkerPool pool = new(1);
        Exception? thrown = null;
        pool.EnterCompute();
        Thread other = Start(() => thrown = Record.Exception(pool.EnterCompute));
        Rendezvous.AwaitBlocked(other);

        pool.Dispose();
        Rendezvous.Join(other);
        pool.ExitCompute();

        Assert.IsType<ObjectDisposedException>(thrown);
    }

    private static Thread Start(Action run)
    {
        Thread thread = new(() => run()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    [Fact]
    public void EnterCompute_OthersCompute_EndsAtTheLimit()
    {
        using WorkerPool pool = new(1);
        pool.EnterCompute();
        Exception? refused = null;
        Thread other = new(() => refused = Record.Exception(() => pool.EnterCompute(TimeSpan.FromMilliseconds(100))));

        other.Start();
        other.Join();
        pool.ExitCompute();

        Assert.Contains("within 0.1 s: 1 threads", Assert.IsType<TimeoutException>(refused).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AHelperHangs_EndsAtTheLimit()
    {
        using WorkerPool pool = new(2);
        using ManualResetEventSlim release = new();
        int caller = Environment.CurrentManagedThreadId, begun = 0;
        pool.EnterCompute(TimeSpan.FromMilliseconds(200));

        Exception? error = Record.Exception(() => pool.Run(
            new PartWork(_ =>
            {
                Interlocked.Increment(ref begun);
                Rendezvous.Await(ref begun, 2); // The other part is on the helper.
                if (Environment.CurrentManagedThreadId != caller) release.Wait(TimeSpan.FromSeconds(60));
            }),
            2));
        release.Set();
        pool.ExitCompute();

        Assert.IsType<TimeoutException>(error);
    }
}
