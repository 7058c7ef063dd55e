using System.Text.Json;

namespace Mirrored.Keras.Tests;

/// <summary>Training on several GPUs by NCCL: the numbers, the cost of a step, and failures.</summary>
[Collection(nameof(OneAtATime))]
public sealed class NcclTrainingTests
{
    private const int Rows = 389, Features = 64, BatchSize = 97, Steps = 200;

    /// <summary>Sums in another order: the roundings of float32, which a hundred steps amplify slowly.</summary>
    private const double ReplicasTolerance = 1e-5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public NcclTrainingTests()
    {
        Simulator.Require();
        Assert.SkipWhen(Nccl.Failure is not null, $"{Nccl.Failure}.");
    }

    [Fact]
    public void Fit_MicroBatches_LosesAsOneGpuDoes()
    {
        double one = Loss(MultiGpuTests.Gpus(1), 1), several = Loss(MultiGpuTests.Gpus(4), microBatches: 3);
        Assert.Equal(one, several, one * ReplicasTolerance);
    }

    [Fact]
    public void Fit_BatchSmallerThanTheReplicas_LeavesAllTheSame()
    {
        using MirroredStrategy strategy = Strategy(MultiGpuTests.Gpus(4));
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        model.Fit(x, y, batchSize: 3, epochs: 1, verbose: Verbosity.Silent);
        StepEngine engine = model.Engine();
        foreach (Parameter parameter in engine.Layout.Parameters)
        {
            float[] first = engine.ReadWeight(parameter).ToArray();
            for (int replica = 1; replica < 4; replica++) Assert.Equal(first, engine.ReadWeight(parameter, replica).ToArray());
        }
    }

    [Fact]
    public void Step_AfterTheFirst_IsOneAllReduceAndNeitherAllocatesNorWaits()
    {
        using MirroredStrategy strategy = Strategy(MultiGpuTests.Gpus(2));
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        StepEngine engine = model.Engine();
        using ResidentData data = engine.Load(x.Source, y.Source);
        int[] rows = [.. Enumerable.Range(0, BatchSize)];
        for (int step = 0; step < Steps; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
        Simulator.Reset();

        long[] before = Allocated(strategy);
        for (int step = 0; step < Steps; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
        long caller = GC.GetAllocatedBytesForCurrentThread() - before[0];
        long[] allocated = [caller, .. Allocated(strategy).Zip(before, (now, then) => now - then).Skip(1)];

        JsonElement counted = Simulator.Statistics();
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
        Assert.Equal(0, Simulator.Sum(counted, "allocations"));
        Assert.Equal(0, Simulator.Sum(counted, "host_syncs"));
        JsonElement collectives = counted.GetProperty("collectives");
        Assert.Equal(Steps, collectives.GetProperty("rank 0 ncclAllReduce").GetInt64());
        Assert.Equal(Steps, collectives.GetProperty("rank 1 ncclAllReduce").GetInt64());
    }

    [Fact]
    public void Fit_NcclFails_TellsWhereAndTrainsAgain()
    {
        using MirroredStrategy strategy = Strategy(MultiGpuTests.Gpus(2));
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        using (Sequential model = TestData.Mlp(strategy, Features))
        {
            model.Fit(x, y, BatchSize, verbose: Verbosity.Silent);
            Simulator.Plant("async:name=ncclAllReduce,device=1,n=3,code=6");
            ReplicaFailedException error =
                Assert.Throws<ReplicaFailedException>(() => model.Fit(x, y, BatchSize, epochs: 3, verbose: Verbosity.Silent));
            Simulator.Plant("");
            CollectiveException cause = Assert.IsType<CollectiveException>(error.InnerException);
            Assert.Equal(("GPU:1", 1), (cause.Device.ToString(), cause.Rank));
            // Weights may differ, so this model must begin anew.
            Assert.Throws<InvalidOperationException>(() => model.Fit(x, y, BatchSize, verbose: Verbosity.Silent));
            model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
            model.Fit(x, y, BatchSize, verbose: Verbosity.Silent);
        }

        using Sequential another = TestData.Mlp(strategy, Features);
        Assert.True(double.IsFinite(another.Fit(x, y, BatchSize, verbose: Verbosity.Silent)["loss"][0]));
    }

    [Fact]
    public void Strategy_MadeAndDisposedOften_LeavesNothing()
    {
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        Simulator.Reset();
        (long live, long leaked) = (HandleLedger.Process.Live, HandleLedger.Process.Leaked);
        for (int time = 0; time < 10; time++)
        {
            using MirroredStrategy strategy = Strategy(MultiGpuTests.Gpus(3));
            using Sequential model = TestData.Mlp(strategy, Features);
            model.Fit(x, y, BatchSize, verbose: Verbosity.Silent);
        }

        Assert.Equal((live, leaked), (HandleLedger.Process.Live, HandleLedger.Process.Leaked));
        Assert.Equal(10, Simulator.Statistics().GetProperty("calls").GetProperty("ncclCommFinalize").GetInt64() / 3);
        Assert.False(Simulator.Statistics().GetProperty("calls").TryGetProperty("ncclCommAbort", out _));
    }

    private static MirroredStrategy Strategy(IReadOnlyList<DeviceId> gpus, int microBatches = 1) => new(gpus, new StrategyOptions
    {
        Seed = 7, Precision = Precision.Float32, CrossDeviceOps = gpus.Count > 1 ? new NcclAllReduce() : null, Timeout = Limit,
        MicroBatches = microBatches,
    });

    private static double Loss(IReadOnlyList<DeviceId> gpus, int microBatches)
    {
        using MirroredStrategy strategy = Strategy(gpus, microBatches);
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        return model.Fit(x, y, BatchSize, epochs: 25, verbose: Verbosity.Silent)["loss"].Average();
    }

    /// <summary>The bytes that the caller and each replica's thread have allocated.</summary>
    private static long[] Allocated(MirroredStrategy strategy)
    {
        long[] bytes = new long[strategy.NumReplicasInSync + 1];
        strategy.Group.RunAll(replica => bytes[replica.Index + 1] = GC.GetAllocatedBytesForCurrentThread());
        bytes[0] = GC.GetAllocatedBytesForCurrentThread();
        return bytes;
    }
}
