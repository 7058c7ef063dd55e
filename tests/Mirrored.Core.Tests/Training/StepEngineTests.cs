namespace Mirrored.Core.Tests;

/// <summary>What the engine does when a program or an update goes wrong.</summary>
public sealed class StepEngineTests
{
    [Fact]
    public void Run_ProgramMakesAMistake_SurfacesAsItIs()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Program program = new() { Describes = (step, x) => step.Reshape(x, [7]) };
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        using ResidentData data = Data(engine);

        Assert.Throws<ArgumentException>(() => engine.Run(StepMode.Train, data, [0, 1, 2]));
    }

    [Fact]
    public void Run_AfterAFailedUpdate_IsRefusedUntilTheOptimizerStartsAfresh()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Program program = new();
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        engine.ResetOptimizer();
        using ResidentData data = Data(engine);
        engine.Run(StepMode.Train, data, [0, 1, 2]);
        engine.Synchronize();

        engine.MarkDiverged();

        Assert.Contains("ompile", Assert.Throws<InvalidOperationException>(() => engine.Run(StepMode.Train, data, [0])).Message, StringComparison.Ordinal);
        engine.ResetOptimizer();
        engine.Run(StepMode.Train, data, [0, 1]);
        engine.Synchronize();
        Assert.Equal(1, engine.Iterations);
        Assert.Equal(engine.ReadWeight(program.Kernel, 0).ToArray(), engine.ReadWeight(program.Kernel, 1).ToArray());
    }

    [Fact]
    public void Run_ProgramMakesTheSameMistakeAgain_SurfacesAsItIsAgain()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Program program = new() { Describes = (step, x) => step.Reshape(x, [7]) };
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        using ResidentData data = Data(engine);
        Assert.Throws<ArgumentException>(() => engine.Run(StepMode.Train, data, [0, 1, 2]));

        Assert.Throws<ArgumentException>(() => engine.Run(StepMode.Train, data, [0, 1, 2]));
    }

    [Fact]
    public void Run_AfterAFailedReset_IsRefused()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Program program = new();
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        engine.ResetOptimizer();
        using ResidentData data = Data(engine);

        program.Fails = new InsufficientMemoryException();
        Assert.IsType<InsufficientMemoryException>(Assert.Throws<ReplicaFailedException>(engine.ResetOptimizer).InnerException);

        Assert.Throws<InvalidOperationException>(() => engine.Run(StepMode.Train, data, [0, 1, 2]));
        program.Fails = null;
        engine.ResetOptimizer();
        engine.Run(StepMode.Train, data, [0, 1, 2]);
        engine.Synchronize();
    }

    [Fact]
    public void Run_LastExchangeTimesOut_RefusesToTrainOn()
    {
        // One replica waits in vain for the other, which comes late, finds everybody there, and updates alone.
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { Timeout = TimeSpan.FromSeconds(2) });
        Program program = new();
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        engine.ResetOptimizer();
        using ResidentData data = Data(engine);
        using ManualResetEventSlim release = new();
        foreach (ModelReplica replica in engine.Replicas)
            replica.Exchange = new LateExchange(replica.Exchange, replica.Index == 1 ? release : null);

        engine.Run(StepMode.Train, data, [0, 1, 2]);
        Assert.True(SpinWait.SpinUntil(() => strategy.Group.Fault.IsRaised, TimeSpan.FromSeconds(60)));
        release.Set();

        Assert.IsType<TimeoutException>(Assert.Throws<ReplicaFailedException>(engine.Synchronize).InnerException);
        Assert.Throws<InvalidOperationException>(() => engine.Run(StepMode.Train, data, [0, 1, 2]));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Run_AThousandSteps_AllocatesNothing(int replicas, bool deterministic)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = deterministic });
        Program program = new();
        using StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic, seed: 0);
        engine.ResetOptimizer();
        using ResidentData data = Data(engine);
        long[] counts = new long[replicas + 1];
        void Count()
        {
            strategy.Group.RunAll(replica => counts[replica.Index] = GC.GetAllocatedBytesForCurrentThread() - counts[replica.Index]);
            counts[replicas] = GC.GetAllocatedBytesForCurrentThread() - counts[replicas];
        }

        void Steps(int count)
        {
            for (int i = 0; i < count; i++) engine.Run(StepMode.Train, data, [0, 1, 2]);
        }

        Steps(100);
        engine.Synchronize();
        Count();
        Steps(1000);
        engine.Synchronize();
        // The measurement itself is allocated before the caller's count is taken, so it is read first.
        counts[replicas] = GC.GetAllocatedBytesForCurrentThread() - counts[replicas];
        strategy.Group.RunAll(replica => counts[replica.Index] = GC.GetAllocatedBytesForCurrentThread() - counts[replica.Index]);

        Assert.All(counts, bytes => Assert.Equal(0, bytes));
    }

    [Fact]
    public void Run_LaterLeavesNeedMoreMemory_BindsAllLeavesToIt()
    {
        // Of this plan 35 rows take more working memory than 36 do: padding puts a tensor elsewhere.
        RandomPlan plan = new(99);
        using MirroredStrategy strategy = new(Devices.Cpus(1), new StrategyOptions { Deterministic = true });
        using StepEngine engine = new(strategy.Group, new RandomProgram(plan), plan.Layout.Parameters, deterministic: true, seed: 0);
        engine.ResetOptimizer();
        int rows = (35 * 8) + 3;
        NDArray<float> x = new(new float[rows * (int)plan.InputShape.Length], plan.InputShape.Prepend(rows));
        using ResidentData data = engine.Load(x.Source, ((NDArray<int>)new int[rows]).Source);

        engine.Run(StepMode.Train, data, [.. Enumerable.Range(0, rows)]);
        engine.Synchronize();

        Assert.Equal([36, 36, 36, 35, 35, 35, 35, 35], engine.Replicas[0].Leaves.Select(l => l.Count));
        Assert.Single(engine.Replicas[0].Leaves.Select(l => l.Memory[MemoryRegion.Arena]).Distinct());
    }

    [Fact]
    public void Run_Disposed_IsRefused()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        Program program = new();
        StepEngine engine = new(strategy.Group, program, [program.Kernel], deterministic: false, seed: 0);
        engine.ResetOptimizer();
        using ResidentData data = Data(engine);

        engine.Dispose();

        Assert.Throws<ObjectDisposedException>(() => engine.Run(StepMode.Train, data, [0]));
    }

    private static ResidentData Data(StepEngine engine)
    {
        NDArray<float> x = new(new float[12], [3, 4]);
        NDArray<int> y = new int[3];
        return engine.Load(x.Source, y.Source);
    }

    private sealed class Program : IStepProgram
    {
        public Parameter Kernel { get; } = new("kernel", [4, 2], trainable: true);

        public Func<StepBuilder, PlanTensor, PlanTensor>? Describes { get; init; }

        public Shape InputShape => 4;

        /// <summary>Thrown when the update is prepared.</summary>
        public Exception? Fails { get; set; }

        public ModelUpdate? Update => Fails is null ? field ??= TestUpdates.Moments() : throw Fails;

        public int Sums => 1;

        public void Describe(StepBuilder step, PlanTensor features)
        {
            PlanTensor output = Describes?.Invoke(step, features) ?? step.MatMul(features, Kernel);
            step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: true)), 0);
        }

        public double LearningRate(long iterations) => 0.1;
    }

    /// <summary>An exchange that one replica is late for.</summary>
    private sealed class LateExchange(GradientExchange exchange, ManualResetEventSlim? release) : GradientExchange(exchange.Replica)
    {
        public override void Complete()
        {
            release?.Wait(TimeSpan.FromSeconds(60));
            exchange.Complete();
        }

        public override void Dispose()
        {
            exchange.Dispose();
            base.Dispose();
        }

        protected override void Sum(int bucket) => exchange.Reduce(bucket);
    }

    /// <summary>A plan that is described, and never updated.</summary>
    private sealed class RandomProgram(RandomPlan plan) : IStepProgram
    {
        public Shape InputShape => plan.InputShape;

        public ModelUpdate? Update => null;

        public int Sums => 3;

        public void Describe(StepBuilder step, PlanTensor features) => plan.Describe(step, features);

        public double LearningRate(long iterations) => 0;
    }
}
