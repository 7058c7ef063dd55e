namespace Mirrored;

/// <summary>Communicators on two or more GPUs: simulated ones, or real ones where there are.</summary>
[Collection(nameof(OneAtATime))]
public sealed class NcclCommunicatorTests
{
    private const NcclDataType Float = NcclDataType.Float32;

    public NcclCommunicatorTests()
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.SkipWhen(CudaDriver.State.DeviceCount < 2, "Needs two GPUs.");
        Assert.SkipWhen(Nccl.Failure is not null, $"{Nccl.Failure}.");
    }

    [Fact]
    public void AllReduce_InPlace_GivesEveryRankTheSum()
    {
        using TestRanks ranks = new(2);
        ranks.Write(0, 1, 2, 3);
        ranks.Write(1, 10, 20, 30);

        ranks.Each(r => ranks.Communicators[r].AllReduce(ranks[r], ranks[r], 3, Float, NcclReduction.Sum, ranks.Streams[r]));

        Assert.Equal([11, 22, 33], ranks.Read(0, 3));
        Assert.Equal([11, 22, 33], ranks.Read(1, 3));
    }

    [Fact]
    public void ReduceScatterThenAllGather_IsAnAllReduce()
    {
        using TestRanks ranks = new(2);
        ranks.Write(0, 1, 2);
        ranks.Write(1, 10, 20);

        ranks.Each(r => ranks.Communicators[r].ReduceScatter(
            ranks[r], ranks[r] + r * sizeof(float), 1, Float, NcclReduction.Max, ranks.Streams[r]));
        Assert.Equal([10, 2], ranks.Read(0, 2));
        Assert.Equal([10, 20], ranks.Read(1, 2));

        ranks.Each(r => ranks.Communicators[r].AllGather(ranks[r] + r * sizeof(float), ranks[r], 1, Float, ranks.Streams[r]));
        Assert.Equal([10, 20], ranks.Read(0, 2));
    }

    [Fact]
    public void Broadcast_FromOneRank_ReachesTheOther()
    {
        using TestRanks ranks = new(2);
        ranks.Write(0, 1, 2);
        ranks.Write(1, 3, 4);
        ranks.Each(r => ranks.Communicators[r].Broadcast(ranks[r], ranks[r], 2, Float, root: 1, ranks.Streams[r]));
        Assert.Equal([3, 4], ranks.Read(0, 2));
    }

    [Fact]
    public void AllReduce_OfNothing_QueuesNothing()
    {
        using TestRanks ranks = new(2);
        Assert.True(ranks.Communicators[0].AllReduce(0, 0, 0, Float, NcclReduction.Sum, ranks.Streams[0]));
        Assert.True(ranks.Streams[0].IsIdle);
    }

    [Fact]
    public void Calls_LeaveTheirDeviceCurrent()
    {
        using TestRanks ranks = new(2);
        ranks.Communicators[0].Context.MakeCurrent();
        _ = ranks.Communicators[1].IsInProgress;
        // Copies are refused without a context, or with another device's.
        ranks.Streams[1].Copy(ranks.Memory[1].Address, ranks.Memory[1].Address + 16, 16);
        ranks.Streams[1].Synchronize();
    }

    [Fact]
    public void Abort_WhileOthersDoNotCome_LetsTheStreamGo()
    {
        using TestRanks ranks = new(2);
        if (!ranks.Communicators[0].AllReduce(ranks[0], ranks[0], 1, Float, NcclReduction.Sum, ranks.Streams[0]))
            TestRanks.Await(() => !ranks.Communicators[0].IsInProgress);
        Thread.Sleep(20);
        Assert.False(ranks.Streams[0].IsIdle);

        Assert.Null(ranks.Communicators[0].Abort());
        Assert.Null(ranks.Communicators[0].Abort());

        TestRanks.Await(() => ranks.Streams[0].IsIdle);
        Assert.True(ranks.Communicators[0].IsAborted);
        Assert.Throws<NcclAbortedException>(() => ranks.Communicators[0].IsInProgress);
        Assert.Throws<NcclAbortedException>(
            () => ranks.Communicators[0].AllReduce(ranks[0], ranks[0], 1, Float, NcclReduction.Sum, ranks.Streams[0]));
    }

    [Fact]
    public void Dispose_AfterFinalizing_LeavesNothing()
    {
        List<string> failures = [];
        void Note(ReleaseFailure failure) => failures.Add(failure.Reason);
        HandleLedger.Process.ReleaseFailed += Note;
        try
        {
            long live = HandleLedger.Process.Live;
            using (TestRanks ranks = new(2))
            {
                foreach (NcclCommunicator communicator in ranks.Communicators) communicator.BeginFinalize();
                foreach (NcclCommunicator communicator in ranks.Communicators) TestRanks.Await(() => !communicator.IsInProgress);
            }

            Assert.Equal(live, HandleLedger.Process.Live);
            Assert.Empty(failures);
        }
        finally
        {
            HandleLedger.Process.ReleaseFailed -= Note;
        }
    }

    [Theory]
    [InlineData("ncclGetUniqueId")]
    [InlineData("ncclCommInitRankConfig")]
    [InlineData("ncclCommGetAsyncError")]
    [InlineData("ncclAllReduce")]
    [InlineData("ncclReduceScatter")]
    [InlineData("ncclAllGather")]
    [InlineData("ncclBroadcast")]
    [InlineData("ncclCommFinalize")]
    public void Call_ThatFails_IsATypedErrorAndLeavesNothing(string function)
    {
        SimulatedFaults.RequireSimulator();
        long live = HandleLedger.Process.Live;
        SimulatedFaults.Plant($"call:name={function},code=3");
        NcclException error = Assert.Throws<NcclException>(CallEverything);
        SimulatedFaults.Plant("");
        Assert.Equal((function, "ncclInternalError"), (error.Operation, error.Name));
        Assert.Equal(live, HandleLedger.Process.Live);
        CallEverything();
    }

    [Theory]
    [InlineData("ncclCommDestroy")]
    [InlineData("ncclCommAbort")]
    public void Release_ThatFails_GoesToTheLedger(string function)
    {
        SimulatedFaults.RequireSimulator();
        List<string> failures = [];
        void Note(ReleaseFailure failure) => failures.Add(failure.Reason);
        HandleLedger.Process.ReleaseFailed += Note;
        SimulatedFaults.Plant($"call:name={function},code=3");
        try
        {
            CallEverything(finalize: function == "ncclCommDestroy");
        }
        finally
        {
            HandleLedger.Process.ReleaseFailed -= Note;
            SimulatedFaults.Reset();
        }

        Assert.Contains(function, Assert.Single(failures), StringComparison.Ordinal);
    }

    [Fact]
    public void AsyncError_IsToldWhenPolled()
    {
        SimulatedFaults.RequireSimulator();
        using TestRanks ranks = new(2);
        SimulatedFaults.Plant("async:name=ncclAllReduce,device=1,code=6");
        for (int r = 0; r < 2; r++)
            _ = ranks.Communicators[r].AllReduce(ranks[r], ranks[r], 1, Float, NcclReduction.Sum, ranks.Streams[r]);
        NcclException? error = null;
        TestRanks.Await(() => (error = Record.Exception(() => ranks.Communicators[1].IsInProgress) as NcclException) is not null);
        SimulatedFaults.Plant("");
        Assert.Equal(("ncclRemoteError", "GPU:1"), (error!.Name, error.Device.ToString()));
    }

    private static void CallEverything() => CallEverything(finalize: true);

    private static void CallEverything(bool finalize)
    {
        using TestRanks ranks = new(2);
        ranks.Each(r => ranks.Communicators[r].AllReduce(ranks[r], ranks[r], 2, Float, NcclReduction.Sum, ranks.Streams[r]));
        ranks.Each(r => ranks.Communicators[r].ReduceScatter(ranks[r], ranks[r], 1, Float, NcclReduction.Sum, ranks.Streams[r]));
        ranks.Each(r => ranks.Communicators[r].AllGather(ranks[r], ranks[r] + 64, 1, Float, ranks.Streams[r]));
        ranks.Each(r => ranks.Communicators[r].Broadcast(ranks[r], ranks[r], 1, Float, 0, ranks.Streams[r]));
        if (!finalize) return;
        foreach (NcclCommunicator communicator in ranks.Communicators) communicator.BeginFinalize();
        foreach (NcclCommunicator communicator in ranks.Communicators) TestRanks.Await(() => !communicator.IsInProgress);
    }
}
