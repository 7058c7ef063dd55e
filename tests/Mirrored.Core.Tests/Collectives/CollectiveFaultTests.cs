using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mirrored.Core.Tests;

/// <summary>Ranks that fail, hang or disagree: a typed error in time, every time, and the same ranks work again afterwards.
/// </summary>
[Collection(nameof(OneAtATime))]
public sealed class CollectiveFaultTests
{
    private const int Repeats = 20, Pairs = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>How often to try what takes the limit each time and cannot be tried on several pairs at once; MIRRORED_FULL=1 makes a
    /// campaign of it.</summary>
    private static readonly int Times = Environment.GetEnvironmentVariable("MIRRORED_FULL") == "1" ? Repeats : 2;

    public CollectiveFaultTests() => GpuGroup.SkipWithoutNccl(2 * Pairs);

    [Fact]
    public void RankThatNeverArrives_IsNamed() => EachTime((gpus, replica) =>
    {
        if (replica.Index == 0) gpus.Sum(replica, 5);
    }, (collective, first) =>
    {
        Assert.Equal((1, $"GPU:{first + 1}", "ncclAllReduce", 5), Blamed(collective));
        Assert.Contains("has not called it", collective.Message, StringComparison.Ordinal);
        Assert.Contains("of 5 float32 did not complete within 1 s", collective.Message, StringComparison.Ordinal);
        Assert.Contains(collective.History, line => line.Contains("waits for other ranks", StringComparison.Ordinal));
    });

    [Fact]
    public void RanksThatCallInAnotherOrder_AreNamed() => EachTime((gpus, replica) =>
    {
        gpus.Sum(replica, replica.Index == 0 ? 5 : 7);
        gpus.Sum(replica, replica.Index == 0 ? 7 : 5);
    }, (collective, _) =>
        Assert.Contains("all ranks must call the same in the same order", collective.LikelyCause, StringComparison.Ordinal));

    [Fact]
    public void RanksThatCallAnotherSize_AreNamed() => EachTime(
        (gpus, replica) => gpus.Sum(replica, 5 + replica.Index),
        (collective, _) => Assert.Matches("called ncclAllReduce \\d+ of [56] float32 instead", collective.Message));

    [Fact]
    public void RankThatDies_StopsTheOthersAtOnce()
    {
        using GpuGroup gpus = new([0, 1], TimeSpan.FromSeconds(30));
        for (int i = 0; i < Repeats; i++)
        {
            gpus.AssertWorks();
            long start = Stopwatch.GetTimestamp();
            ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => gpus.Group.RunAll(replica =>
            {
                if (replica.Index == 1) throw new InvalidDataException("broken row");
                gpus.Sum(replica, 5);
            }));
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
            Assert.IsType<InvalidDataException>(error.InnerException);
            Assert.Equal("GPU:1", error.Device.ToString());
        }

        gpus.AssertWorks();
    }

    [Theory]
    [InlineData("call:name=ncclCommInitRankConfig,device=1,code=2", "--shm-size=1g")]
    [InlineData("call:name=ncclCommGetAsyncError,device=1,code=6", "ncclRemoteError")]
    [InlineData("alloc:name=ncclCommInitRankConfig,device=1", "out of memory")]
    [InlineData("async:name=ncclCommInitRankConfig,device=1,code=3", "ncclInternalError")]
    public void InitialisationThatFails_NamesTheRankAndWorksTheNextTime(string fault, string words)
    {
        SimulatedFaults.RequireSimulator();
        for (int i = 0; i < Repeats; i++)
        {
            using GpuGroup gpus = new([0, 1], TimeSpan.FromSeconds(30));
            SimulatedFaults.Plant(fault);
            long start = Stopwatch.GetTimestamp();
            ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => gpus.Ranks);
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
            CollectiveException collective = Assert.IsType<CollectiveException>(error.InnerException);
            Assert.Equal((1, "GPU:1", "ncclCommInitRankConfig", 0), Blamed(collective));
            Assert.Contains(words, collective.Message, StringComparison.Ordinal);
            SimulatedFaults.Plant("");
            gpus.AssertWorks();
        }
    }

    [Fact]
    public void InitialisationThatNeverEnds_IsStopped()
    {
        SimulatedFaults.RequireSimulator();
        for (int i = 0; i < Times; i++)
        {
            using GpuGroup gpus = new([0, 1], Limit);
            SimulatedFaults.Plant("async:name=ncclCommInitRankConfig,device=1,code=7"); // in progress for ever
            CollectiveException collective = Caught(() => _ = gpus.Ranks);
            Assert.Contains("the initialisation did not complete within 1 s", collective.Message, StringComparison.Ordinal);
            SimulatedFaults.Plant("");
            gpus.AssertWorks();
        }
    }

    [Fact]
    public void AsynchronousError_IsToldAtOnce()
    {
        SimulatedFaults.RequireSimulator();
        using GpuGroup gpus = new([0, 1], TimeSpan.FromSeconds(30));
        for (int i = 0; i < Repeats; i++)
        {
            gpus.AssertWorks();
            SimulatedFaults.Plant("async:name=ncclAllReduce,device=1,code=6");
            long start = Stopwatch.GetTimestamp();
            ReplicaFailedException error =
                Assert.Throws<ReplicaFailedException>(() => gpus.Group.RunAll(replica => gpus.Sum(replica, 5)));
            Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
            SimulatedFaults.Plant("");
            CollectiveException collective = Assert.IsType<CollectiveException>(error.InnerException);
            Assert.Equal((1, "GPU:1", "ncclAllReduce", 5), Blamed(collective));
            Assert.Equal("ncclRemoteError", Assert.IsType<NcclException>(collective.InnerException).Name);
        }

        gpus.AssertWorks();
    }

    [Fact]
    public void CallThatFails_IsATypedError()
    {
        SimulatedFaults.RequireSimulator();
        using GpuGroup gpus = new([0, 1], TimeSpan.FromSeconds(30));
        for (int i = 0; i < Repeats; i++)
        {
            gpus.AssertWorks();
            SimulatedFaults.Plant("call:name=ncclAllReduce,device=1,code=5");
            ReplicaFailedException error =
                Assert.Throws<ReplicaFailedException>(() => gpus.Group.RunAll(replica => gpus.Sum(replica, 5)));
            SimulatedFaults.Plant("");
            Assert.Equal((1, "GPU:1", "ncclAllReduce", 5), Blamed(Assert.IsType<CollectiveException>(error.InnerException)));
        }

        gpus.AssertWorks();
    }

    [Fact]
    public void CollectiveThatHangsInsideNccl_BlamesTheWay()
    {
        SimulatedFaults.RequireSimulator();
        using GpuGroup gpus = new([0, 1], Limit);
        for (int i = 0; i < Times; i++)
        {
            gpus.AssertWorks();
            SimulatedFaults.Plant("hang:kernel=ncclAllReduce,device=1");
            CollectiveException collective = Caught(() => gpus.Group.RunAll(replica => gpus.Sum(replica, 5)));
            SimulatedFaults.Plant("");
            Assert.Contains("NCCL_P2P_DISABLE=1", collective.LikelyCause, StringComparison.Ordinal);
        }

        gpus.AssertWorks();
    }

    [Fact]
    public void LateRank_ThatComesInTime_IsNoError()
    {
        using GpuGroup gpus = new([0, 1], Limit);
        _ = gpus.Ranks;
        gpus.Group.RunAll(replica =>
        {
            if (replica.Index == 1) Thread.Sleep(Limit / 2);
            gpus.Sum(replica, 5);
        });
        gpus.AssertWorks();
    }

    /// <summary>Lets something go wrong again and again, on several pairs of GPUs at once because each time takes the limit.
    /// </summary>
    private static void EachTime(Action<GpuGroup, Replica> work, Action<CollectiveException, int> check)
    {
        ConcurrentQueue<Exception> failures = [];
        Thread[] threads = [.. Enumerable.Range(0, Pairs).Select(pair => new Thread(() =>
        {
            try
            {
                using GpuGroup gpus = new([2 * pair, 2 * pair + 1], Limit);
                for (int i = 0; i < Repeats / Pairs; i++)
                {
                    gpus.AssertWorks();
                    check(Caught(() => gpus.Group.RunAll(replica => work(gpus, replica))), 2 * pair);
                }

                gpus.AssertWorks();
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "A pair of GPUs hangs.");
        Assert.Empty(failures);
    }

    private static CollectiveException Caught(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(work);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Assert.True(elapsed < 1.5 * Limit, $"The error came after {elapsed}.");
        CollectiveException collective = Assert.IsType<CollectiveException>(error.InnerException);
        Assert.Equal(Limit, collective.Limit);
        return collective;
    }

    private static (int Rank, string Device, string Operation, int Count) Blamed(CollectiveException collective) =>
        (collective.Rank, collective.Device.ToString(), collective.Operation, (int)collective.Count);
}
