namespace Mirrored.Keras.Tests;

/// <summary>The settings of a process's GPUs. They are the process's, so these tests run alone and put back what they set.
/// </summary>
[Collection(nameof(OneAtATime))]
public sealed class DevicesTests : IDisposable
{
    private readonly PhysicalDevice _gpu;

    public DevicesTests()
    {
        SimulatorAtHand.SkipWithoutGpu();
        _gpu = Devices.ListPhysical(DeviceKind.Gpu)[0];
    }

    public void Dispose()
    {
        if (_gpu is null) return;
        GpuConfiguration.Reset(_gpu.Id);
        Devices.SetVisible(Devices.ListPhysical(DeviceKind.Gpu));
    }

    [Fact]
    public void ListPhysical_All_NamesTheCpuFirst()
    {
        IReadOnlyList<PhysicalDevice> all = Devices.ListPhysical();

        Assert.Equal("CPU:0", all[0].Id.ToString());
        Assert.Equal(Devices.ListPhysical(DeviceKind.Gpu), all.Skip(1));
        Assert.NotNull(_gpu.ComputeCapability);
        Assert.True(_gpu.TotalMemory > 0);
    }

    [Fact]
    public void Settings_OfACpu_AreRefused()
    {
        PhysicalDevice cpu = Devices.ListPhysical(DeviceKind.Cpu)[0];

        Assert.Throws<ArgumentException>(() => Devices.SetMemoryGrowth(cpu, true));
        Assert.Throws<ArgumentException>(() => Devices.SetLogicalDeviceConfiguration(cpu, [new(MemoryLimit: 1)]));
        Assert.Throws<ArgumentException>(() => Devices.SetVisible([cpu]));
        Assert.Throws<ArgumentException>(() => Devices.GetMemoryInfo("CPU:0"));
        Assert.Throws<ArgumentException>(() => Devices.GetMemoryInfo("GPU:99"));
    }

    [Fact]
    public void Settings_WhileAStrategyUsesTheGpu_AreRefusedAndNameIt()
    {
        using (MirroredStrategy strategy = new(Devices.Gpus(0)))
        {
            Devices.SetMemoryGrowth(_gpu, true); // As it is.
            Assert.Contains(
                "a MirroredStrategy on GPU:0 has started",
                Assert.Throws<InvalidOperationException>(() => Devices.SetMemoryGrowth(_gpu, false)).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => Devices.SetLogicalDeviceConfiguration(_gpu, [new(MemoryLimit: 1)]));
            Assert.Throws<InvalidOperationException>(() => Devices.SetVisible([]));
        }

        Devices.SetMemoryGrowth(_gpu, false);
    }

    [Fact]
    public void SetLogicalDeviceConfiguration_Limit_BoundsWhatATrainingTakes()
    {
        Devices.SetLogicalDeviceConfiguration(_gpu, [new(MemoryLimit: 1)]);
        using MirroredStrategy strategy = new(Devices.Gpus(0));
        using Sequential model = TestData.Mlp(strategy, features: 16);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(20_000, 16, 10);
        Devices.ResetMemoryStats("GPU:0");

        Exception error = Assert.Throws<ReplicaFailedException>(() => model.Fit(x, y, 20_000, verbose: Verbosity.Silent));
        History history = model.Fit(x.Rows(0, 100), y.Rows(0, 100), 100, verbose: Verbosity.Silent);

        Assert.Contains("the limit is 1,048,576, of which", error.Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(history["loss"][0]));
        Assert.InRange(Devices.GetMemoryInfo("GPU:0").Peak, 1, 1 << 20);
    }

    [Fact]
    public void SetMemoryGrowth_Off_TrainsTheSameBitsFromAReservation()
    {
        string Train()
        {
            using MirroredStrategy strategy = new(Devices.Gpus(0));
            using Sequential model = TestData.Mlp(strategy, features: 16);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(200, 16, 10);
            model.Fit(x, y, 64, epochs: 2, verbose: Verbosity.Silent);
            return model.WeightsSha256();
        }

        string expected = Train();
        Devices.SetMemoryGrowth(_gpu, false);

        Assert.Equal(expected, Train());
        Assert.Throws<ArgumentException>(() => Devices.SetLogicalDeviceConfiguration(_gpu, [new(MemoryLimit: 1)]));
    }

    [Fact]
    public void SetLogicalDeviceConfiguration_WithoutLimit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Devices.SetLogicalDeviceConfiguration(_gpu, []));
        Assert.Throws<ArgumentException>(() => Devices.SetLogicalDeviceConfiguration(_gpu, [new()]));
        Assert.Throws<ArgumentException>(() => Devices.SetLogicalDeviceConfiguration(_gpu, [new(16), new(0)]));
    }

    [Fact]
    public void SetLogicalDeviceConfiguration_TwoParts_TrainEachOnItsOwnMemory()
    {
        string whole = Train("GPU:0");
        int others = Devices.ListLogical(DeviceKind.Gpu).Count - 1;

        Devices.SetLogicalDeviceConfiguration(_gpu, [new(MemoryLimit: 64), new(MemoryLimit: 1)]);

        Assert.Equal(2 + others, Devices.ListLogical(DeviceKind.Gpu).Count);
        Assert.Equal(whole, Train("GPU:0"));
        Assert.True(Devices.GetMemoryInfo("GPU:0").Peak > 0);
        Assert.Equal(0, Devices.GetMemoryInfo("GPU:1").Peak);
        ReplicaFailedException full = Assert.Throws<ReplicaFailedException>(() => Train("GPU:1", hidden: 4096));
        Assert.IsType<InsufficientMemoryException>(full.InnerException);
        Assert.Equal(new DeviceId(DeviceKind.Gpu, 1), full.Device);
        Assert.Equal(whole, Train("GPU:1"));
        Assert.True(Devices.GetMemoryInfo("GPU:1").Peak > 0);
        using MirroredStrategy user = new(["GPU:1"]);
        Assert.Throws<InvalidOperationException>(() => Devices.SetLogicalDeviceConfiguration(_gpu, [new(MemoryLimit: 64)]));
    }

    [Theory]
    [InlineData("hierarchical")]
    [InlineData("one-device")]
    public void SetLogicalDeviceConfiguration_ThreePartsInOneStrategy_TrainAsTheWhole(string ops)
    {
        string whole = Train("GPU:0");

        Devices.SetLogicalDeviceConfiguration(_gpu, [new(MemoryLimit: 64), new(MemoryLimit: 32), new(MemoryLimit: 32)]);

        Assert.Equal(whole, Train(["GPU:0", "GPU:1", "GPU:2"], MultiGpuTests.Ops(ops)));
    }

    /// <summary>Trains a small model on a logical GPU, with the CPU's bits.</summary>
    private static string Train(DeviceId device, int hidden = 8) => Train([device], ops: null, hidden);

    private static string Train(IReadOnlyList<DeviceId> devices, CrossDeviceOps? ops, int hidden = 8)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Seed = 3, Deterministic = true, CrossDeviceOps = ops });
        using Sequential model = TestData.Mlp(strategy, features: 16, hidden: hidden);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(64, 16, 10);
        model.Fit(x, y, 32, verbose: Verbosity.Silent);
        return model.WeightsSha256();
    }

    [Fact]
    public void SetVisible_None_LeavesTheCpu()
    {
        Devices.SetVisible([]);

        using MirroredStrategy strategy = new();
        Assert.Equal("MirroredStrategy(CPU:0)", strategy.ToString());
        Assert.Contains(
            "has hidden it", Assert.Throws<DeviceNotAvailableException>(() => new MirroredStrategy(["GPU:0"])).Message,
            StringComparison.Ordinal);
        Assert.NotEmpty(Devices.ListPhysical(DeviceKind.Gpu));
    }
}
