namespace Mirrored.Keras.Tests;

/// <summary>Several GPUs, simulated ones or real, train as one does.</summary>
[Collection(nameof(OneAtATime))]
public sealed class MultiGpuTests
{
    /// <summary>Four batches an epoch, the last one partial, prime numbers of rows: 25 epochs are a hundred steps.</summary>
    private const int Rows = 389, Features = 64, BatchSize = 101, Epochs = 25;

    private static readonly StrategyOptions Exact = new() { Seed = 7, Precision = Precision.Float32 };

    private static readonly Lazy<double> OneGpu = new(() => Loss(Gpus(1), Exact)), TheCpu = new(() => Loss(Devices.Cpus(1), Exact));

    /// <summary>Sums in another order: the roundings of float32, which a hundred steps amplify slowly.</summary>
    private const double ReplicasTolerance = 1e-5;

    /// <summary>Products in another order, over the same hundred steps.</summary>
    private const double DevicesTolerance = 1e-4;

    public MultiGpuTests() => SimulatorAtHand.SkipWithoutGpu();

    public static TheoryData<int, string> Exchanges => new(
        from gpus in new[] { 1, 2, 3, 4, 8 } from ops in new[] { "hierarchical", "one-device", "nccl" } select (gpus, ops));

    /// <summary>Those that add in a fixed order.</summary>
    public static TheoryData<int, string> FixedExchanges => new(
        from gpus in new[] { 1, 2, 3, 4, 8 } from ops in new[] { "hierarchical", "one-device" } select (gpus, ops));

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void Fit_OnSeveralGpus_LosesAsOneGpuAndTheCpuDo(int gpus, string ops)
    {
        // In float32: what TF32 rounds away has nothing to do with the number of GPUs.
        double found = Loss(Gpus(gpus), Exact with { CrossDeviceOps = Ops(ops) });

        AssertNear(OneGpu.Value, found, ReplicasTolerance);
        AssertNear(TheCpu.Value, found, DevicesTolerance);
    }

    [Theory]
    [MemberData(nameof(FixedExchanges))]
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
    [MemberData(nameof(Exchanges))]
    public void Run_AnyStep_KeepsTheReplicasBitwiseTheSame(int gpus, string ops)
    {
        // MIRRORED_FULL=1 makes a campaign of it: a thousand steps each.
        bool isFull = Environment.GetEnvironmentVariable("MIRRORED_FULL") == "1";
        int steps = isFull ? 1000 : (gpus, ops) == (2, "nccl") ? 200 : 20;
        using MirroredStrategy strategy = new(
            Gpus(gpus), new StrategyOptions { Seed = 7, CrossDeviceOps = Ops(ops), CheckReplicasEvery = 1 });
        using Sequential model = TestData.Mlp(strategy, 16, hidden: 8);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(23, 16, 10);
        StepEngine engine = model.Engine();
        using ResidentData data = engine.Load(x.Source, y.Source);
        int[] rows = [.. Enumerable.Range(0, 23)], sizes = [1, 23, 5];

        // Fewer rows than replicas, too. Each step ends with a comparison, which throws.
        for (int step = 1; step <= steps; step++) engine.Run(StepMode.Train, data, rows.AsSpan(0, sizes[step % sizes.Length]));
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
        double expected = OneGpu.Value;
        Simulator.SetPeers(island);
        try
        {
            double found = Loss(Gpus(4), Exact with { CrossDeviceOps = new HierarchicalCopyAllReduce() });
            AssertNear(expected, found, ReplicasTolerance);
        }
        finally
        {
            Simulator.SetPeers(0);
        }
    }

    [Fact]
    public void Fit_RoundedGradients_LearnsNearlyTheSame()
    {
        double exact = Loss(Gpus(2), Exact), rounded = Loss(Gpus(2), Exact with { RoundGradients = true });

        // Each gradient is off by up to 1 in 256; Adam's steps by about as much.
        Assert.NotEqual(exact, rounded);
        AssertNear(exact, rounded, 1.0 / 256);
    }

    [Fact]
    public void Fit_MicroBatches_LosesAsWholeBatchesDo() =>
        AssertNear(OneGpu.Value, Loss(Gpus(2), Exact with { MicroBatches = 3 }), ReplicasTolerance);

    internal static CrossDeviceOps Ops(string name) => name switch
    {
        "nccl" => new NcclAllReduce(),
        "one-device" => new ReductionToOneDevice(),
        _ => new HierarchicalCopyAllReduce(),
    };

    /// <summary>The first GPUs; skips where there are fewer.</summary>
    internal static IReadOnlyList<DeviceId> Gpus(int count)
    {
        IReadOnlyList<DeviceId> all = Devices.ListLogical(DeviceKind.Gpu);
        Assert.SkipWhen(all.Count < count, $"Needs {count} GPUs; there are {all.Count}.");
        return [.. all.Take(count)];
    }

    /// <summary>The mean loss of a hundred steps.</summary>
    private static double Loss(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        using MirroredStrategy strategy = new(devices, options);
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        return model.Fit(x, y, BatchSize, Epochs, verbose: Verbosity.Silent)["loss"].Average();
    }

    private static void AssertNear(double expected, double found, double tolerance) =>
        Assert.InRange(Math.Abs(found - expected) / expected, 0, tolerance);
}
