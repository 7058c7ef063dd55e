namespace Mirrored.Core.Tests;

public sealed class MirroredStrategyTests
{
    [Fact]
    public void Constructor_Default_TakesAllVisibleGpusElseOneCpu()
    {
        using MirroredStrategy strategy = new();

        IReadOnlyList<DeviceId> gpus = Devices.ListLogical(DeviceKind.Gpu);
        Assert.Equal(gpus.Count > 0 ? gpus : Devices.Cpus(1), strategy.DeviceIds);
    }

    [Fact]
    public void Constructor_Names_TakesEveryKerasForm()
    {
        using MirroredStrategy strategy = new(["CPU:0", "/cpu:1", "/device:CPU:2", "/job:localhost/replica:0/task:0/device:CPU:3"]);

        Assert.Equal(Devices.Cpus(4), strategy.DeviceIds);
        Assert.Equal(1024, strategy.GlobalBatchSize(256));
    }

    [Fact]
    public void Constructor_NoDevices_IsRefused() =>
        Assert.Contains("At least one", Assert.Throws<ArgumentException>(() => new MirroredStrategy([])).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_DeviceTwice_IsRefused() =>
        Assert.Contains(
            "CPU:0, CPU:0", Assert.Throws<ArgumentException>(() => new MirroredStrategy(["CPU:0", "/cpu:0"])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("GPU:99")]
    [InlineData("CPU:64")]
    public void Constructor_DeviceThatIsNotThere_SaysWhich(string name) =>
        Assert.Contains(
            name, Assert.Throws<DeviceNotAvailableException>(() => new MirroredStrategy([name])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("TPU:0")]
    [InlineData("CPU")]
    [InlineData("CPU:-1")]
    [InlineData("CPU:x")]
    [InlineData("1:0")]
    public void Parse_NotADevice_SaysWhatIsExpected(string name) =>
        Assert.Contains("GPU:0", Assert.Throws<ArgumentException>(() => DeviceId.Parse(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_DeterministicOnMoreThanEight_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new MirroredStrategy(Devices.Cpus(9), new StrategyOptions { Deterministic = true }));

    [Fact]
    public void Scope_InsideItself_IsAllowedAndEnds()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using (strategy.Scope())
        {
            using (strategy.Scope()) Assert.Same(strategy, MirroredStrategy.Current);
            Assert.Same(strategy, MirroredStrategy.Current);
        }

        Assert.Null(MirroredStrategy.Current);
    }

    [Fact]
    public void Scope_InsideAnother_NamesBoth()
    {
        using MirroredStrategy outer = new(Devices.Cpus(1));
        using MirroredStrategy inner = new(Devices.Cpus(2));
        using IDisposable scope = outer.Scope();

        string message = Assert.Throws<InvalidOperationException>(inner.Scope).Message;

        Assert.Contains("MirroredStrategy(CPU:0)", message, StringComparison.Ordinal);
        Assert.Contains("MirroredStrategy(CPU:0, CPU:1)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scope_AfterDispose_IsRefused()
    {
        MirroredStrategy strategy = new(Devices.Cpus(1));
        strategy.Dispose();
        strategy.Dispose();

        Assert.Throws<ObjectDisposedException>(strategy.Scope);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrategyOptions { CpuThreads = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrategyOptions { CpuThreads = 1_000_000 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StrategyOptions { Timeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => Devices.Cpus(0));
    }

    [Fact]
    public void Use_OnAnotherThread_IsRefusedWhileTaken()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(1));
        using IDisposable taken = strategy.Use();
        using IDisposable nested = strategy.Use();
        Exception? refused = null;
        Thread other = new(() => refused = Record.Exception(strategy.Use));

        other.Start();
        other.Join();

        Assert.IsType<InvalidOperationException>(refused);
    }
}
