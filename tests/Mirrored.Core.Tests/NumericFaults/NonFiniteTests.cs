namespace Mirrored.Core.Tests;

/// <summary>A number that is not finite in one replica's gradient, or in a loss: no weight is changed anywhere.</summary>
public sealed class NonFiniteTests
{
    private const int Rows = 12, Features = 20, Hidden = 33;

    private static readonly int[] Batch = [.. Enumerable.Range(0, Rows)];

    public static TheoryData<int, bool, int> Settings => new(
        from replicas in new[] { 1, 2, 3 }
        from deterministic in new[] { false, true }
        from micro in new[] { 1, 2 }
        select (replicas, deterministic, micro));

    [Theory]
    [MemberData(nameof(Settings))]
    public void Run_NaNInOneGradient_RaisesAndLeavesTheWeightsOfTheStepBefore(int replicas, bool deterministic, int micro)
    {
        PoisonedExchange exchange = new(new HierarchicalCopyAllReduce()) { Step = 4, Replica = replicas - 1 };
        using MirroredStrategy strategy = Strategy(replicas, exchange, NonFinitePolicy.Raise, deterministic, micro);
        MlpProgram program = new(Features, Hidden);
        using StepEngine engine = program.Engine(strategy);
        exchange.Element = program.Parameters[2].Gradient.Offset / sizeof(float) + 7;
        using ResidentData data = program.Data(engine, Rows);
        string expected = Hash(replicas, strategy.Options, steps: 3), after = Hash(replicas, strategy.Options, steps: 7);

        NonFiniteGradientException error = Assert.Throws<NonFiniteGradientException>(() =>
        {
            for (int step = 0; step < 12; step++) engine.Run(StepMode.Train, data, Batch);
            engine.Synchronize();
        });

        Assert.Equal(4, error.Step);
        Assert.Equal(["b/kernel"], error.Weights);
        Assert.True(error.LossIsFinite);
        Assert.Contains("step 4 the gradient of b/kernel became", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, engine.Iterations);
        for (int replica = 0; replica < replicas; replica++) Assert.Equal(expected, Hash(program, engine, replica));
        exchange.Step = 0;
        for (int step = 0; step < 4; step++) engine.Run(StepMode.Train, data, Batch);
        for (int replica = 0; replica < replicas; replica++) Assert.Equal(after, Hash(program, engine, replica));
    }

    [Fact]
    public void Run_InfinityUnderSkip_LeavesTheStepOutOnAllReplicas()
    {
        PoisonedExchange exchange = new(new ReductionToOneDevice()) { Step = 3, Replica = 1, Element = 5, Value = float.NegativeInfinity };
        using MirroredStrategy strategy = Strategy(3, exchange, NonFinitePolicy.Skip);
        MlpProgram program = new(Features, Hidden);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, Rows);
        double[] sums = new double[1], before = new double[1];
        for (int step = 0; step < 2; step++) engine.Run(StepMode.Train, data, Batch);
        string expected = Hash(program, engine, 0);
        engine.Run(StepMode.Evaluate, data, Batch); // Sums that changed in between are kept.
        engine.ReadSums(before);

        engine.Run(StepMode.Train, data, Batch);

        engine.ReadSums(sums);
        Assert.Equal(before, sums);
        Assert.Equal(1, engine.ReadSkippedSteps());
        Assert.Equal(3, engine.Iterations);
        for (int replica = 0; replica < 3; replica++) Assert.Equal(expected, Hash(program, engine, replica));
        engine.Run(StepMode.Train, data, Batch);
        Assert.NotEqual(expected, Hash(program, engine, 0));
        engine.CompareReplicas("at the end");
        Assert.Equal(1, engine.ReadSkippedSteps());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void Run_NaNInAGradientOfAGpu_IsFoundBeforeTheUpdate(int gpus, int step)
    {
        SimulatedFaults.RequireSimulator();
        foreach (NonFinitePolicy policy in (NonFinitePolicy[])[NonFinitePolicy.Raise, NonFinitePolicy.Skip])
        {
            PoisonedExchange exchange = new(new HierarchicalCopyAllReduce()) { Step = step, Replica = gpus - 1, Element = 3 };
            using MirroredStrategy strategy = new(
                Devices.Gpus([.. Enumerable.Range(0, gpus)]), new StrategyOptions { NonFinite = policy, CrossDeviceOps = exchange });
            MlpProgram program = new(Features, Hidden);
            using StepEngine engine = program.Engine(strategy);
            using ResidentData data = program.Data(engine, Rows);
            for (int s = 1; s < step; s++) engine.Run(StepMode.Train, data, Batch);
            string expected = Hash(program, engine, 0);

            engine.Run(StepMode.Train, data, Batch);

            if (policy == NonFinitePolicy.Skip) Assert.Equal(1, engine.ReadSkippedSteps());
            else Assert.Equal(["a/kernel"], Assert.Throws<NonFiniteGradientException>(engine.Synchronize).Weights);
            for (int gpu = 0; gpu < gpus; gpu++) Assert.Equal(expected, Hash(program, engine, gpu));
            for (int s = 0; s < 4; s++) engine.Run(StepMode.Train, data, Batch);
            Assert.NotEqual(expected, Hash(program, engine, 0));
        }
    }

    [Theory]
    [InlineData(DeviceKind.Cpu, 1)]
    [InlineData(DeviceKind.Cpu, 3)]
    [InlineData(DeviceKind.Gpu, 1)]
    [InlineData(DeviceKind.Gpu, 2)]
    public void Run_LossOfOneRowOverflows_RaisesAndNamesTheLoss(DeviceKind kind, int replicas)
    {
        if (kind == DeviceKind.Gpu) SimulatorAtHand.SkipWithoutGpu();
        using MirroredStrategy strategy = new(
            kind == DeviceKind.Cpu ? Devices.Cpus(replicas) : Devices.Gpus([.. Enumerable.Range(0, replicas)]));
        SquareProgram program = new();
        using StepEngine engine = program.Engine(strategy);
        float[] x = [1, 1, 1, 1, 1, 1], y = [0, 0, 0, 0, 1e20f, 0]; // The error's square overflows, its gradient does not.
        using ResidentData data = engine.Load(new NDArray<float>(x, [6, 1]).Source, new NDArray<float>(y, [6, 1]).Source);

        for (int step = 0; step < 3; step++) engine.Run(StepMode.Train, data, [0, 1, 2, 3, 5, 5]); // A GPU records these.
        float[] before = engine.ReadWeight(program.Weight).ToArray();

        engine.Run(StepMode.Train, data, [0, 1, 2, 3, 4, 5]);

        NonFiniteGradientException error = Assert.Throws<NonFiniteGradientException>(engine.Synchronize);
        Assert.Empty(error.Weights);
        Assert.False(error.LossIsFinite);
        Assert.Contains("step 4 the loss became", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, engine.ReadWeight(program.Weight).ToArray());
    }

    [Fact]
    public void Run_Off_TakesTheGradientAsItIs()
    {
        PoisonedExchange exchange = new(new HierarchicalCopyAllReduce()) { Step = 1, Element = 0 };
        using MirroredStrategy strategy = Strategy(2, exchange, NonFinitePolicy.Off);
        MlpProgram program = new(Features, Hidden);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, Rows);

        engine.Run(StepMode.Train, data, Batch);

        Assert.True(float.IsNaN(engine.ReadWeight(program.Parameters[0])[0]));
        Assert.Equal(0, engine.ReadSkippedSteps());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_NothingWrong_GivesTheBitsOfOff(bool deterministic)
    {
        string Of(NonFinitePolicy policy) => Hash(
            2, new StrategyOptions { NonFinite = policy, Deterministic = deterministic }, steps: 5);

        Assert.Equal(Of(NonFinitePolicy.Off), Of(NonFinitePolicy.Raise));
        Assert.Equal(Of(NonFinitePolicy.Off), Of(NonFinitePolicy.Skip));
    }

    private static MirroredStrategy Strategy(
        int replicas, CrossDeviceOps? ops, NonFinitePolicy policy, bool deterministic = false, int microBatches = 1) => new(
        Devices.Cpus(replicas),
        new StrategyOptions { NonFinite = policy, CrossDeviceOps = ops, Deterministic = deterministic, MicroBatches = microBatches });

    private static string Hash(int replicas, StrategyOptions options, int steps)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), options with { CrossDeviceOps = null });
        MlpProgram program = new(Features, Hidden);
        using StepEngine engine = program.Engine(strategy);
        using ResidentData data = program.Data(engine, Rows);
        for (int step = 0; step < steps; step++) engine.Run(StepMode.Train, data, Batch);
        return Hash(program, engine, 0);
    }

    private static string Hash(MlpProgram program, StepEngine engine, int replica) => Convert.ToHexString(
        System.Security.Cryptography.SHA256.HashData(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(program.Weights(engine, replica))));

    /// <summary>One weight, times the one feature, squared.</summary>
    private sealed class SquareProgram : IStepProgram
    {
        public Parameter Weight { get; } = new("w", [1, 1], true);

        public Shape InputShape => 1;

        public int Sums => 1;

        public ModelUpdate Update { get; } = TestUpdates.Moments();

        public StepEngine Engine(MirroredStrategy strategy)
        {
            StepEngine engine = new(strategy.Group, this, [Weight], deterministic: false, seed: 1, options: strategy.EngineOptions);
            engine.Initialize([]);
            engine.WriteWeight(Weight, [1f]);
            engine.ResetOptimizer();
            return engine;
        }

        public void Describe(StepBuilder step, PlanTensor features)
        {
            PlanTensor error = step.Subtract(step.MatMul(features, Weight), step.Labels);
            step.Accumulate(step.Minimize(step.Sum(step.Square(error))), 0);
        }

        public double LearningRate(long iterations) => 0.001;
    }
}
