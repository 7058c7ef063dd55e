namespace Mirrored;

public sealed class WorkerPoolRunTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_NoThreads_Throws(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(threads));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_AnyNumberOfParts_DoesEachOnce(int threads)
    {
        using WorkerPool pool = new(threads);
        foreach (int parts in (int[])[0, 1, 2, 3, 7, 1000])
        {
            int[] done = new int[parts];

            pool.Run(new PartWork(part => Interlocked.Increment(ref done[part])), parts);

            Assert.All(done, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Run_TwoPartsOnTwoThreads_RunAtTheSameTime()
    {
        using WorkerPool pool = new(2);
        int inside = 0;

        pool.Run(new PartWork(_ =>
        {
            Interlocked.Increment(ref inside);
            Rendezvous.Await(ref inside, 2); // the other part is on the helper
        }), 2);

        Assert.Equal(2, inside);
    }

    [Fact]
    public void Run_MorePartsThanThreads_WakesEveryHelper()
    {
        const int Threads = 6;
        using WorkerPool pool = new(Threads);
        int inside = 0;

        pool.Run(new PartWork(_ =>
        {
            Interlocked.Increment(ref inside);
            Rendezvous.Await(ref inside, Threads);
        }), Threads);

        Assert.Equal(Threads, inside);
    }

    [Fact]
    public void Run_OneThread_StaysOnTheCaller()
    {
        using WorkerPool pool = new(1);
        List<int> threads = [];

        pool.Run(new PartWork(_ => threads.Add(Environment.CurrentManagedThreadId)), 20);

        Assert.Equal(Enumerable.Repeat(Environment.CurrentManagedThreadId, 20), threads);
    }

    [Fact]
    public void Run_WithinAPart_DoesItsParts()
    {
        using WorkerPool pool = new(2);
        int done = 0;
        PartWork inner = new(_ => Interlocked.Increment(ref done));

        pool.Run(new PartWork(_ => pool.Run(inner, 10)), 10);

        Assert.Equal(100, done);
    }

    [Fact]
    public void Run_PartOfTheCallerThrows_ThrowsItAndThePoolGoesOn()
    {
        using WorkerPool pool = new(2);
        InvalidOperationException failure = new("part");
        int helper = 0;

        Exception? thrown = Record.Exception(() => pool.Run(new PartWork(part =>
        {
            if (part == 0) throw failure;
        }), 1));
        pool.Run(new PartWork(_ => Interlocked.Increment(ref helper)), 10);

        Assert.Same(failure, thrown);
        Assert.Equal(10, helper);
    }

    [Fact]
    public void Run_PartOfAHelperThrows_ThrowsItWhereItWasThrownFrom()
    {
        using WorkerPool pool = new(2);
        int caller = Environment.CurrentManagedThreadId;
        int inside = 0;

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => pool.Run(new PartWork(_ =>
        {
            Interlocked.Increment(ref inside);
            Rendezvous.Await(ref inside, 2);
            if (Environment.CurrentManagedThreadId != caller) FailOnHelper();
        }), 2));

        Assert.Contains(nameof(FailOnHelper), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PartThrows_ReturnsOnlyWhenOtherPartsHaveEnded()
    {
        using WorkerPool pool = new(2);
        int inside = 0, ended = 0, failing = 0;

        Assert.Throws<InvalidOperationException>(() => pool.Run(new PartWork(_ =>
        {
            Interlocked.Increment(ref inside);
            Rendezvous.Await(ref inside, 2);
            if (Interlocked.Exchange(ref failing, 1) == 0) throw new InvalidOperationException("first");
            for (int i = 0; i < 100; i++) Thread.Yield();
            Interlocked.Increment(ref ended);
        }), 2));

        Assert.Equal(1, ended);
    }

    [Fact]
    public void Run_PartThrows_GivesUpPartsNotYetBegun()
    {
        using WorkerPool pool = new(1 + Environment.ProcessorCount);
        int begun = 0;

        Assert.Throws<InvalidOperationException>(() => pool.Run(new PartWork(_ =>
        {
            Interlocked.Increment(ref begun);
            throw new InvalidOperationException("every part");
        }), 1_000_000));

        // Each thread begins one part, fails and lets nobody begin another.
        Assert.InRange(begun, 1, pool.Threads);
    }

    [Fact]
    public void Run_NegativeParts_Throws()
    {
        using WorkerPool pool = new(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Run(new PartWork(_ => { }), -1));
    }

    [Fact]
    public void Dispose_EndsTheHelpers()
    {
        WorkerPool pool = new(2);
        int caller = Environment.CurrentManagedThreadId;
        int inside = 0;
        Thread? helper = null;
        pool.Run(new PartWork(_ =>
        {
            Interlocked.Increment(ref inside);
            Rendezvous.Await(ref inside, 2);
            if (Environment.CurrentManagedThreadId != caller) helper = Thread.CurrentThread;
        }), 2);

        pool.Dispose();
        pool.Dispose();

        Assert.NotNull(helper);
        Assert.False(helper.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => pool.Run(new PartWork(_ => { }), 2));
        Assert.Throws<ObjectDisposedException>(pool.EnterCompute);
    }

    private static void FailOnHelper() => throw new InvalidOperationException("helper");
}
