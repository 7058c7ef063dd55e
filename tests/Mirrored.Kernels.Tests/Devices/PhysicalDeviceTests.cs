namespace Mirrored;

public sealed class PhysicalDeviceTests
{
    [Fact]
    public void ToString_OfGpu_TellsEverythingInOneLine()
    {
        // 85,899,345,920 bytes are 80 x 2^30.
        var gpu = new PhysicalDevice("GPU:1", "NVIDIA H100")
        {
            Uuid = "GPU-12",
            PciBusId = "0000:18:00.0",
            ComputeCapability = new Version(9, 0),
            TotalMemory = 85_899_345_920,
        };
        Assert.Equal(
            "GPU:1 NVIDIA H100, compute capability 9.0, 80.0 GiB, PCI 0000:18:00.0, GPU-12", gpu.ToString());
        Assert.Equal(DeviceKind.Gpu, gpu.Kind);
    }

    [Fact]
    public void ReadUsage_OfCpu_IsNull() => Assert.Null(Cuda.ReadUsage(new PhysicalDevice("CPU:0", "CPU")));

    [Fact]
    public void ReadUsage_OfNull_Throws() => Assert.Throws<ArgumentNullException>(() => Cuda.ReadUsage(null!));
}
