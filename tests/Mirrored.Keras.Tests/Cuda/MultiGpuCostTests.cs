using System.Text.Json;

namespace Mirrored.Keras.Tests;

/// <summary>What a step on several GPUs costs beyond its kernels, and that its exchange runs beside backward.</summary>
[Collection(nameof(OneAtATime))]
public sealed class MultiGpuCostTests
{
    private const int Gpus = 2, Rows = 256, Features = 64, BatchSize = 64, WarmUp = 3, Steps = 200;

    /// <summary>Kernels of 1 MiB.</summary>
    private const int Wide = 512;

    private static readonly StrategyOptions Copies = new() { CrossDeviceOps = new HierarchicalCopyAllReduce(), MeasureStepsEvery = null };

    public MultiGpuCostTests() => Simulator.Require();

    [Fact]
    public void Step_OnTwoGpus_NeitherAllocatesNorWaits()
    {
        using MirroredStrategy strategy = new(MultiGpuTests.Gpus(Gpus), Copies);
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        StepEngine engine = model.Engine();
        using ResidentData data = engine.Load(x.Source, y.Source);
        int[] rows = [.. Enumerable.Range(0, BatchSize)];
        for (int step = 0; step < WarmUp; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
        Simulator.Reset();

        // The first half lets the runtime compile and threads block for the first time.
        for (int step = 0; step < Steps / 2; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
        long[] before = Allocated(strategy);
        long caller = GC.GetAllocatedBytesForCurrentThread();
        for (int step = Steps / 2; step < Steps; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
        caller = GC.GetAllocatedBytesForCurrentThread() - caller;

        JsonElement counted = Simulator.Statistics();
        Assert.Equal(0, caller);
        Assert.Equal(before, Allocated(strategy));
        Assert.Equal(0, Simulator.Sum(counted, "allocations"));
        Assert.Equal(0, Simulator.Sum(counted, "host_syncs"));
        // One segment a GPU; each GPU copies its slice of the other's gradients in, and its sum out.
        Assert.Equal(Gpus * Steps, counted.GetProperty("graph_launches").GetInt64());
        Assert.Equal(Gpus * Steps, counted.GetProperty("launches").GetProperty("mirrored_reduce_leaves").GetProperty("eager").GetInt64());
        Assert.Equal(2 * Gpus * Steps, counted.GetProperty("copies").GetProperty("peer_to_peer").GetProperty("count").GetInt64());
    }

    [Theory]
    [InlineData("hierarchical", "mirrored_reduce_leaves")]
    [InlineData("one-device", "mirrored_reduce_leaves")]
    [InlineData("nccl", "ncclAllReduce")]
    public void Step_OfSeveralBuckets_ExchangesTheFirstBeforeBackwardEnds(string ops, string sum)
    {
        using MirroredStrategy strategy = new(MultiGpuTests.Gpus(Gpus), new StrategyOptions { CrossDeviceOps = MultiGpuTests.Ops(ops) });
        using StepEngine engine = Deep(strategy, Wide, out ResidentData data);
        using ResidentData used = data;
        int[] rows = [.. Enumerable.Range(0, 64)];
        for (int step = 0; step < WarmUp; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();

        // Time enough for the exchange to begin, however busy the machine is.
        Simulator.Plant("slow:kernel=mirrored_epilogue_gradient,n=0,ms=50");
        Simulator.StartTrace();
        engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
        IReadOnlyList<(long Begin, long End, int Device, string Name)> trace = Simulator.EndTrace();
        Simulator.Plant("");

        Assert.True(engine.Buckets >= 3, $"{engine.Buckets} buckets");
        long firstSum = trace.First(work => work.Name == sum).Begin;
        long lastProduct = trace.Where(work => work.Name == "cublasLtMatmul").Max(work => work.End);
        Assert.True(firstSum < lastProduct, $"The first sum began at {firstSum}, behind backward's end at {lastProduct}.");
        for (int gpu = 0; gpu < Gpus; gpu++)
        {
            long update = trace.Single(work => work.Device == gpu && work.Name == "mirrored_adam").Begin;
            // By copies every GPU has a part in the sums of all.
            long lastSum = trace.Where(work => work.Name == sum && (ops != "nccl" || work.Device == gpu)).Max(work => work.End);
            Assert.True(lastSum < update, $"GPU:{gpu} updated at {update}, before the last sum's end at {lastSum}.");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Step_OfSeveralBucketsByNccl_IsAnAllReduceForEachBucketOnEachRankAndNoWait(int gpus)
    {
        const int Few = 20;
        using MirroredStrategy strategy = new(MultiGpuTests.Gpus(gpus), new StrategyOptions { CrossDeviceOps = new NcclAllReduce() });
        using StepEngine engine = Deep(strategy, Wide, out ResidentData data);
        using ResidentData used = data;
        int[] rows = [.. Enumerable.Range(0, 64)];
        for (int step = 0; step < WarmUp; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
        Simulator.Reset();

        for (int step = 0; step < Few; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();

        JsonElement counted = Simulator.Statistics();
        Assert.True(engine.Buckets >= 3, $"{engine.Buckets} buckets");
        for (int rank = 0; rank < gpus; rank++)
            Assert.Equal(Few * engine.Buckets, counted.GetProperty("collectives").GetProperty($"rank {rank} ncclAllReduce").GetInt64());
        Assert.Equal(0, Simulator.Sum(counted, "host_syncs"));
        Assert.Equal(0, Simulator.Sum(counted, "allocations"));
    }

    /// <summary>Four wide layers; every kernel is a bucket of its own.</summary>
    private static StepEngine Deep(MirroredStrategy strategy, int wide, out ResidentData data)
    {
        DeepProgram program = new(wide, layers: 4);
        StepEngine engine = new(
            strategy.Group, program, program.Parameters, deterministic: false, seed: 0, oneBucketBelow: 0, strategy.EngineOptions,
            laterBuckets: 1 << 20);
        engine.Initialize([]);
        engine.ResetOptimizer();
        data = engine.Load(
            new NDArray<float>(new float[64 * wide], [64, wide]).Source, ((NDArray<int>)Enumerable.Repeat(0, 64).ToArray()).Source);
        return engine;
    }

    /// <summary>What each replica's thread has allocated.</summary>
    private static long[] Allocated(MirroredStrategy strategy)
    {
        long[] bytes = new long[Gpus];
        strategy.Group.RunAll(replica => bytes[replica.Index] = GC.GetAllocatedBytesForCurrentThread());
        return bytes;
    }

    private sealed class DeepProgram : IStepProgram
    {
        public DeepProgram(int wide, int layers)
        {
            InputShape = wide;
            Parameters = [.. Enumerable.Range(0, layers).Select(i => new Parameter($"{i}/kernel", [wide, wide], trainable: true))];
        }

        public Parameter[] Parameters { get; }

        public Shape InputShape { get; }

        public int Sums => 1;

        public ModelUpdate Update { get; } = new Adam().Describe();

        public void Describe(StepBuilder step, PlanTensor features)
        {
            PlanTensor output = Parameters.Aggregate(features, (x, kernel) => step.Tanh(step.MatMul(x, kernel)));
            step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: true)), 0);
        }

        public double LearningRate(long iterations) => 0.001;
    }
}
