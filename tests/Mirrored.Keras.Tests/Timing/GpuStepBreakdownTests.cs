using System.Text.Json;

namespace Mirrored.Keras.Tests;

/// <summary>Where the time of GPUs goes, on simulated ones that are slow where a test wants them to be.</summary>
[Collection(nameof(OneAtATime))]
public sealed class GpuStepBreakdownTests : IDisposable
{
    private const int Rows = 2048, Features = 64, BatchSize = 128, Steps = 64, Every = 4, Retries = 4;

    private const string Recorded = "cuEventRecord", Elapsed = "cuEventElapsedTime", NewElapsed = "cuEventElapsedTime_v2";

    public GpuStepBreakdownTests() => Simulator.Require();

    public void Dispose() => Simulator.Plant("");

    [Fact]
    public void Fit_OneGpuIsSlow_NamesIt()
    {
        Simulator.Plant("slow:kernel=mirrored_column_sum,device=0,n=0,ms=20;slow:kernel=mirrored_column_sum,device=1,n=0,ms=30");
        StepBreakdown times = Fit(2, "hierarchical");

        Assert.Matches(@"^GPU:1 is \d+ % slower than GPU:0, and every step waits for it", times.Advice);
        Assert.InRange(times.Replicas[1].Compute - times.Replicas[0].Compute, TimeSpan.FromMilliseconds(3), TimeSpan.MaxValue);
        // The fast one's wait is in its exchange.
        Assert.InRange(times.Replicas[0].Exchange - times.Replicas[1].Exchange, TimeSpan.FromMilliseconds(3), TimeSpan.MaxValue);
    }

    [Theory]
    [InlineData("hierarchical")]
    [InlineData("one-device")]
    public void Fit_SlowExchange_AsksForALargerBatch(string ops)
    {
        Simulator.Plant("slow:kernel=mirrored_reduce_leaves,n=0,ms=12;slow:kernel=mirrored_column_sum,n=0,ms=2");
        StepBreakdown times = Fit(2, ops);

        Assert.Matches(@"^Exchange takes \d+ % of the step: raise the global batch to about \d+ \(it is 128\)", times.Advice);
        Assert.InRange(times.Replicas.Min(replica => replica.Exchange), TimeSpan.FromMilliseconds(10), TimeSpan.MaxValue);
    }

    [Fact]
    public void Fit_SlowExchangeByNccl_AsksForALargerBatch()
    {
        Assert.SkipWhen(Nccl.Failure is not null, $"{Nccl.Failure}.");
        Simulator.Plant("slow:kernel=ncclAllReduce,n=0,ms=12;slow:kernel=mirrored_column_sum,n=0,ms=2");

        Assert.StartsWith("Exchange takes ", Fit(2, "nccl").Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_GpusThatAreBusyWithComputing_SaysNothing(int gpus)
    {
        Simulator.Plant("slow:kernel=mirrored_column_sum,n=0,ms=60");
        StepBreakdown times = Fit(gpus, "hierarchical", steps: 8);
        // Simulated GPUs share this machine's cores, and neighbours may hold one of them up for a while.
        for (int i = 0; i < Retries && times.Advice is not null; i++)
            times = Fit(gpus, "hierarchical", steps: 8);

        Assert.Null(times.Advice);
        // One for each of the two biases.
        Assert.All(times.Replicas, replica => Assert.InRange(replica.Compute, TimeSpan.FromMilliseconds(2 * 60), times.Step));
        Assert.All(times.Replicas, replica => Assert.InRange(replica.Update, TimeSpan.FromTicks(1), times.Step / 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_StepsThatAreNotMeasured_MakeNoCallMore(int gpus)
    {
        Dictionary<string, long> without = Calls(gpus, every: null), seldom = Calls(gpus, every: 10_000);

        Assert.Equal(without, seldom);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_MeasuredSteps_CostSomeEventsAndNoWait(int gpus)
    {
        Dictionary<string, long> without = Calls(gpus, every: null), with = Calls(gpus, Every);
        string[] differ = [.. with.Keys.Where(name => with[name] != without.GetValueOrDefault(name)).Order(StringComparer.Ordinal)];

        // A single GPU runs a measured step's update apart from its graph, the others do so always.
        string[] allowed = gpus == 1 ? [Recorded, Elapsed, NewElapsed, "cuLaunchKernel"] : [Recorded, Elapsed, NewElapsed];
        Assert.All(differ, name => Assert.Contains(name, allowed));
        // Begin, wait, input; compute and exchange of the one segment, the end of the exchange, update.
        Assert.Equal(7L * gpus * Steps / Every, with[Recorded] - without[Recorded]);
    }

    [Fact]
    public void Run_MeasuredSteps_AllocateNothing()
    {
        using MirroredStrategy strategy = new(MultiGpuTests.Gpus(2), Options("hierarchical", Every));
        using Sequential model = TestData.Mlp(strategy, Features);
        using ResidentData data = Load(model.Engine());
        StepEngine engine = model.Engine();
        Run(engine, data);
        long[] before = Allocated(strategy);
        Run(engine, data);

        Assert.Equal(before, Allocated(strategy));
        Assert.True(engine.Measurements.Take()!.Steps > Steps / Every);
    }

    [Fact]
    public void Fit_OneGpuMeasured_GivesTheSameBits()
    {
        string Hash(int? every)
        {
            using MirroredStrategy strategy = new(Devices.Gpus(0), Options("hierarchical", every));
            using Sequential model = TestData.Mlp(strategy, Features);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
            model.Fit(x, y, BatchSize, epochs: 2, verbose: Verbosity.Silent);
            return model.WeightsSha256();
        }

        Assert.Equal(Hash(null), Hash(3));
    }

    private static StrategyOptions Options(string ops, int? every) =>
        new() { CrossDeviceOps = MultiGpuTests.Ops(ops), MeasureStepsEvery = every };

    private static StepBreakdown Fit(int gpus, string ops, int steps = Rows / BatchSize)
    {
        using MirroredStrategy strategy = new(MultiGpuTests.Gpus(gpus), Options(ops, Every));
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(steps * BatchSize, Features, 10);
        return model.Fit(x, y, BatchSize, epochs: 2, verbose: Verbosity.Silent).StepBreakdowns[^1]!;
    }

    /// <summary>How often each function is called by a run of steps, all of whose kinds ran before.</summary>
    private static Dictionary<string, long> Calls(int gpus, int? every)
    {
        using MirroredStrategy strategy = new(MultiGpuTests.Gpus(gpus), Options("hierarchical", every));
        using Sequential model = TestData.Mlp(strategy, Features);
        using ResidentData data = Load(model.Engine());
        Run(model.Engine(), data);
        Simulator.Reset();
        Run(model.Engine(), data);
        JsonElement calls = Simulator.Statistics().GetProperty("calls");
        // How often a thread polls is a matter of luck.
        return calls.EnumerateObject().Where(call => call.Name is not ("cuEventQuery" or "cuCtxSetCurrent" or "cuCtxGetCurrent"))
            .ToDictionary(call => call.Name, call => call.Value.GetInt64());
    }

    private static ResidentData Load(StepEngine engine)
    {
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        return engine.Load(x.Source, y.Source);
    }

    private static void Run(StepEngine engine, ResidentData data)
    {
        int[] rows = [.. Enumerable.Range(0, BatchSize)];
        for (int step = 0; step < Steps; step++) engine.Run(StepMode.Train, data, rows);
        engine.Synchronize();
    }

    private static long[] Allocated(MirroredStrategy strategy)
    {
        long[] bytes = new long[strategy.NumReplicasInSync];
        strategy.Group.RunAll(replica => bytes[replica.Index] = GC.GetAllocatedBytesForCurrentThread());
        return bytes;
    }
}
