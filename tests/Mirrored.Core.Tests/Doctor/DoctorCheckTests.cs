namespace Mirrored.Core.Tests;

/// <summary>Checks of machines that the tests cannot be on.</summary>
public sealed class DoctorCheckTests
{
    [Theory]
    [InlineData("Docker", 64L << 20, 2, DoctorStatus.Warning, "--shm-size=1g")]
    [InlineData("Kubernetes", 64L << 20, 2, DoctorStatus.Warning, "medium: Memory")]
    [InlineData("Docker", 64L << 20, 1, DoctorStatus.Ok, null)]
    [InlineData("Docker", 1L << 30, 8, DoctorStatus.Ok, null)]
    [InlineData(null, null, 8, DoctorStatus.Ok, null)]
    public void SharedMemory_TooLittleForSeveralGpus_IsAWarning(
        string? container, long? bytes, int gpus, DoctorStatus status, string? cure)
    {
        DoctorMachine machine = Machine() with { Container = container, SharedMemory = bytes };

        DoctorCheck check = new SharedMemoryExamination(machine, gpus).Run();

        Assert.Equal(status, check.Status);
        if (cure is null) Assert.Null(check.Cure);
        else Assert.Contains(cure, check.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NCCL_DEBUG", "WARN", DoctorStatus.Ok)]
    [InlineData("CUDA_LAUNCH_BLOCKING", "0", DoctorStatus.Ok)]
    [InlineData("CUDA_LAUNCH_BLOCKING", "1", DoctorStatus.Warning)]
    [InlineData("NCCL_P2P_DISABLE", "1", DoctorStatus.Warning)]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES", "compute,utility", DoctorStatus.Ok)]
    [InlineData("NVIDIA_DRIVER_CAPABILITIES", "utility", DoctorStatus.Warning)]
    [InlineData("NVIDIA_VISIBLE_DEVICES", "void", DoctorStatus.Warning)]
    [InlineData("CUDA_DISABLE_PTX_JIT", "1", DoctorStatus.Failed)]
    [InlineData("MIRRORED_CUDA_PATH", "/nowhere", DoctorStatus.Failed)]
    public void Environment_ValuesThatDoHarm_AreNamedWithTheCommandThatHelps(string name, string value, DoctorStatus status)
    {
        DoctorMachine machine = Machine() with { Variables = new Dictionary<string, string> { [name] = value } };

        DoctorCheck check = new EnvironmentExamination(machine).Run();

        Assert.Equal(status, check.Status);
        Assert.Equal([$"{name}={value}"], check.Details);
        if (status != DoctorStatus.Ok) Assert.EndsWith($"unset {name}", check.Cure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SimdWidth.Bits512, DoctorStatus.Ok)]
    [InlineData(SimdWidth.Bits256, DoctorStatus.Ok)]
    [InlineData(SimdWidth.Portable, DoctorStatus.Warning)]
    internal void Cpu_WithoutVectors_IsAWarning(SimdWidth width, DoctorStatus status) =>
        Assert.Equal(status, new CpuExamination(width).Run().Status);

    [Fact]
    public void Run_OnThisMachine_TrainsOnTheCpu()
    {
        DoctorReport report = Doctor.Run(new DoctorOptions { Devices = Devices.Cpus(1) });

        DoctorCheck training = report.Checks.Single(check => check.Name == "CPU training");
        Assert.True(training.Status == DoctorStatus.Ok, training.Cause);
        Assert.Equal("CPU:0", report.Devices[0].Id);
        Assert.Equal(report.Checks.Count, report.Checks.Select(check => check.Name).Distinct().Count());
        Assert.All(report.Checks, check => Assert.Equal(check.Status == DoctorStatus.Ok, check.Cause is null));
    }

    [Fact]
    public void Judge_WrongNumbers_FailsEveryCheckThatComputes()
    {
        using TrialDevices cpu = new(Devices.Cpus(2), TimeSpan.FromSeconds(20));
        KernelExamination kernel = new("k", cpu, cpu);
        Assert.Equal(DoctorStatus.Ok, kernel.Judge([1, 2], [1, 2]).Status);
        Assert.Equal("number 1 is 2.5 instead of 2", kernel.Judge([1, 2.5f], [1, 2]).Cause);

        ProductExamination product = new("p", cpu);
        float[] a = ProductExamination.Numbers(ProductExamination.M * ProductExamination.K, 0);
        float[] b = ProductExamination.Numbers(ProductExamination.K * ProductExamination.N, 1);
        float[] right = Multiply(a, b);
        Assert.Equal(DoctorStatus.Ok, product.Judge(right, a, b, "float32").Status);
        Assert.Equal(DoctorStatus.Failed, product.Judge(Changed(right, right[7] + 0.1f), a, b, "float32").Status);
        Assert.Equal(DoctorStatus.Failed, product.Judge(Changed(right, float.NaN), a, b, "float32").Status);

        TrainingExamination training = new("t", cpu, cpu);
        Assert.Equal(DoctorStatus.Ok, training.Judge([1.5, 1.2001], [1.5, 1.2], "").Status);
        Assert.Equal(DoctorStatus.Failed, training.Judge([1.5, 1.21], [1.5, 1.2], "").Status);
        Assert.Equal(DoctorStatus.Failed, training.Judge([1.5, double.NaN], [1.5, 1.2], "").Status);

        AllReduceExamination exchange = new("e", cpu);
        Assert.Equal(DoctorStatus.Ok, exchange.Run().Status);
        Assert.Equal(DoctorStatus.Failed, exchange.Judge(1).Status);
    }

    [Fact]
    public void Options_TimeoutThatMakesNoSense_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DoctorOptions { Timeout = TimeSpan.Zero });

    private static DoctorMachine Machine() =>
        new() { Platform = "Linux", Architecture = "x64", Runtime = ".NET", Cores = 8, Memory = 1L << 34 };

    private static float[] Changed(float[] values, float value)
    {
        float[] copy = [.. values];
        copy[7] = value;
        return copy;
    }

    private static float[] Multiply(float[] a, float[] b)
    {
        const int K = ProductExamination.K, N = ProductExamination.N;
        float[] product = new float[ProductExamination.M * N];
        for (int i = 0; i < product.Length; i++)
            for (int k = 0; k < K; k++) product[i] += a[(i / N * K) + k] * b[(k * N) + (i % N)];
        return product;
    }
}
