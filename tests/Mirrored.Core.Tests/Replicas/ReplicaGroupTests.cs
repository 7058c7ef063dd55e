namespace Mirrored.Core.Tests;

public sealed class ReplicaGroupTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly WorkerPool _pool = new(2);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Await_ManyRounds_NobodyRunsAhead(int replicas)
    {
        using ReplicaGroup group = Group(replicas, Limit);
        int[] rounds = new int[replicas];
        int worst = 0;

        group.RunAll(replica =>
        {
            for (int round = 1; round <= 500; round++)
            {
                Volatile.Write(ref rounds[replica.Index], round);
                group.Barrier.Await(replica.Index);
                for (int other = 0; other < replicas; other++)
                    if (Volatile.Read(ref rounds[other]) < round) Interlocked.Increment(ref worst);
            }
        });

        Assert.Equal(0, worst);
        Assert.All(rounds, r => Assert.Equal(500, r));
    }

    [Fact]
    public void Drain_OneReplicaFails_NamesItAndStopsTheOthers()
    {
        using ReplicaGroup group = Group(3, Limit);

        ReplicaFailedException failure = Assert.Throws<ReplicaFailedException>(() => group.RunAll(replica =>
        {
            if (replica.Index == 1) throw new InvalidOperationException("kernel broke");
            group.Barrier.Await(replica.Index);
        }));

        Assert.Equal(new DeviceId(DeviceKind.Cpu, 1), failure.Device);
        Assert.Equal(0, failure.Step);
        Assert.Equal("kernel broke", failure.InnerException!.Message);
    }

    [Fact]
    public void RunAll_AfterAFailure_WorksAgain()
    {
        using ReplicaGroup group = Group(2, Limit);
        Assert.Throws<ReplicaFailedException>(() => group.RunAll(replica =>
        {
            group.Barrier.Await(replica.Index);
            if (replica.Index == 0) throw new InvalidOperationException("once");
            group.Barrier.Await(replica.Index);
        }));
        int ran = 0;

        group.RunAll(replica =>
        {
            group.Barrier.Await(replica.Index);
            Interlocked.Increment(ref ran);
        });

        Assert.Equal(2, ran);
    }

    [Fact]
    public void Await_ReplicaNeverComes_EndsAtTheLimitAndSaysWho()
    {
        TimeSpan limit = TimeSpan.FromMilliseconds(300);
        using ReplicaGroup group = Group(2, limit);
        using ManualResetEventSlim release = new();

        ReplicaFailedException failure = Assert.Throws<ReplicaFailedException>(() =>
        {
            group.Reserve();
            group.Give(new Work(replica =>
            {
                if (replica.Index == 0) group.Barrier.Await(0);
                else release.Wait(TimeSpan.FromSeconds(60));
            }));
            SpinWait.SpinUntil(() => group.Fault.IsRaised, TimeSpan.FromSeconds(60));
            release.Set();
            group.Drain();
        });

        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Contains("CPU:0 waited", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CPU:1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reserve_CallerRunsAhead_StopsAtTheLimit()
    {
        using ReplicaGroup group = Group(1, Limit);
        using ManualResetEventSlim release = new();
        int given = 0;
        Thread caller = new(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                group.Reserve();
                group.Give(new Work(_ => release.Wait(TimeSpan.FromSeconds(60))));
                Volatile.Write(ref given, i + 1);
            }
        });

        caller.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref given) == ReplicaGroup.RunAhead, TimeSpan.FromSeconds(60));
        bool ended = caller.Join(TimeSpan.FromMilliseconds(100));
        int ahead = Volatile.Read(ref given);
        release.Set();
        caller.Join();
        group.Drain();

        Assert.False(ended);
        Assert.Equal(ReplicaGroup.RunAhead, ahead);
    }

    [Fact]
    public void Dispose_AfterWork_EndsAllThreads()
    {
        ReplicaGroup group = Group(4, Limit);
        group.RunAll(_ => { });

        group.Dispose();

        Assert.All(group.Replicas, replica => Assert.True(replica.Join(TimeSpan.Zero)));
        Assert.Throws<ObjectDisposedException>(() => group.Reserve());
    }

    private ReplicaGroup Group(int replicas, TimeSpan limit) =>
        new([.. Enumerable.Range(0, replicas).Select(i => new CpuDevice(i, _pool, SimdWidths.Best))], limit);

    private sealed class Work(Action<Replica> action) : IReplicaWork
    {
        public long Step => 0;

        public void Run(Replica replica) => action(replica);
    }
}
