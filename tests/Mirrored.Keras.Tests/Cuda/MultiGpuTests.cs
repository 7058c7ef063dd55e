namespace Mirrored.Keras.Tests;

/// <summary>Several GPUs, simulated ones or real, train as one does.</summary>
[Collection(nameof(OneAtATime))]
public sealed class MultiGpuTests
{
    private const int Rows = 389, Features = 64, BatchSize = 97;

    /// <summary>Sums in another order: the roundings of float32, which a hundred steps amplify slowly.</summary>
    private const double ReplicasTolerance = 1e-5;

    /// <summary>Products in another order, over the same hundred steps.</summary>
    private const double DevicesTolerance = 1e-4;

    public MultiGpuTests() => SimulatorAtHand.SkipWithoutGpu();

    public static TheoryData<int, string> Exchanges => new(
        from gpus in new[] { 2, 3, 4, 8 } from ops in new[] { "hierarchical", "one-device" } select (gpus, ops));

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void Fit_OnSeveralGpus_LosesAsOneGpuAndTheCpuDo(int gpus, string ops)
    {
        // In float32: what TF32 rounds away has nothing to do with the number of GPUs.
        StrategyOptions options = new() { Seed = 7, Precision = Precision.Float32, CrossDeviceOps = Ops(ops) };

        double[] found = Losses(Gpus(gpus), options);

        AssertNear(Losses(Gpus(1), options), found, ReplicasTolerance);
        AssertNear(Losses(Devices.Cpus(1), options), found, DevicesTolerance);
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void Fit_Deterministic_GivesTheCpusBits(int gpus, string ops)
    {
        string Hash(IReadOnlyList<DeviceId> devices, CrossDeviceOps? exchange)
        {
            using MirroredStrategy strategy = new(
                devices, new StrategyOptions { Seed = 7, Deterministic = true, CrossDeviceOps = exchange });
            using Sequential model = TestData.Mlp(strategy, Features);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
            model.Fit(x, y, BatchSize, epochs: 3, (x, y), Verbosity.Silent);
            return model.WeightsSha256();
        }

        Assert.Equal(Hash(Devices.Cpus(1), null), Hash(Gpus(gpus), Ops(ops)));
    }

    [Theory]
    [InlineData(2, 1000, "hierarchical")]
    [InlineData(3, 100, "hierarchical")]
    [InlineData(3, 100, "one-device")]
    public void Run_AnyStep_KeepsTheReplicasBitwiseTheSame(int gpus, int steps, string ops)
    {
        using MirroredStrategy strategy = new(Gpus(gpus), new StrategyOptions { Seed = 7, CrossDeviceOps = Ops(ops) });
        using Sequential model = TestData.Mlp(strategy, 16, hidden: 8);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(23, 16, 10);
        StepEngine engine = model.Engine();
        using ResidentData data = engine.Load(x.Source, y.Source);
        int[] rows = [.. Enumerable.Range(0, 23)], sizes = [1, 23, 5];

        for (int step = 1; step <= steps; step++)
        {
            // Fewer rows than replicas, too.
            engine.Run(StepMode.Train, data, rows.AsSpan(0, sizes[step % sizes.Length]));
            engine.CompareReplicas($"after step {step}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void Fit_WithoutPeerAccess_GivesTheCpusBitsInDeterministicMode(int group)
    {
        Simulator.Require();
        Simulator.SetPeers(group == 0 ? 1 : group);
        try
        {
            string Hash(IReadOnlyList<DeviceId> devices)
            {
                using MirroredStrategy strategy = new(devices, new StrategyOptions { Seed = 7, Deterministic = true });
                using Sequential model = TestData.Mlp(strategy, Features);
                (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
                model.Fit(x, y, BatchSize, epochs: 2, verbose: Verbosity.Silent);
                return model.WeightsSha256();
            }

            Assert.Equal(Hash(Devices.Cpus(1)), Hash(Gpus(4)));
        }
        finally
        {
            Simulator.SetPeers(0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_IslandsOfGpus_LosesAsOneGpuDoes(int island)
    {
        Simulator.Require();
        StrategyOptions options = new() { Seed = 7, Precision = Precision.Float32, CrossDeviceOps = new HierarchicalCopyAllReduce() };
        double[] expected = Losses(Gpus(1), options);
        Simulator.SetPeers(island);
        try
        {
            AssertNear(expected, Losses(Gpus(4), options), ReplicasTolerance);
        }
        finally
        {
            Simulator.SetPeers(0);
        }
    }

    [Fact]
    public void Fit_RoundedGradients_LearnsNearlyTheSame()
    {
        StrategyOptions options = new() { Seed = 7, Precision = Precision.Float32 };
        double[] exact = Losses(Gpus(2), options), rounded = Losses(Gpus(2), options with { RoundGradients = true });

        // Each gradient is off by up to 1 in 256; Adam's steps by about as much.
        Assert.NotEqual(exact, rounded);
        AssertNear(exact, rounded, 1.0 / 256);
    }

    [Fact]
    public void Fit_MicroBatches_LosesAsWholeBatchesDo()
    {
        StrategyOptions options = new() { Seed = 7, Precision = Precision.Float32 };

        AssertNear(Losses(Gpus(2), options), Losses(Gpus(2), options with { MicroBatches = 3 }), ReplicasTolerance);
    }

    internal static CrossDeviceOps Ops(string name) => name == "one-device" ? new ReductionToOneDevice() : new HierarchicalCopyAllReduce();

    /// <summary>The first GPUs; skips where there are fewer.</summary>
    internal static IReadOnlyList<DeviceId> Gpus(int count)
    {
        IReadOnlyList<DeviceId> all = Devices.ListLogical(DeviceKind.Gpu);
        Assert.SkipWhen(all.Count < count, $"Needs {count} GPUs; there are {all.Count}.");
        return [.. all.Take(count)];
    }

    /// <summary>The mean loss after each of 25 epochs of four batches, the last one partial.</summary>
    private static double[] Losses(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        using MirroredStrategy strategy = new(devices, options);
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        return [.. model.Fit(x, y, BatchSize, epochs: 25, verbose: Verbosity.Silent)["loss"]];
    }

    private static void AssertNear(double[] expected, double[] found, double tolerance)
    {
        double expectedMean = expected.Average(), foundMean = found.Average();
        Assert.InRange(Math.Abs(foundMean - expectedMean) / expectedMean, 0, tolerance);
    }
}
