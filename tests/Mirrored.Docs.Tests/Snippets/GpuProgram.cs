namespace Mirrored.Docs.Tests;

/// <summary>The code in docs/cuda.md; compiled, not run.</summary>
internal static class GpuProgram
{
    public static void Run()
    {
        Console.WriteLine(Cuda.Explain());
        foreach (PhysicalDevice gpu in Devices.ListPhysical(DeviceKind.Gpu))
            Devices.SetLogicalDeviceConfiguration(gpu, [new LogicalDeviceConfiguration(MemoryLimit: 4096)]);

        using var strategy = new MirroredStrategy(Devices.Gpus(0), new StrategyOptions { Precision = Precision.Float32 });
        foreach (string notice in strategy.Notices) Console.WriteLine(notice);
        GpuMemoryInfo memory = Devices.GetMemoryInfo("GPU:0");
        Console.WriteLine($"{memory.Current:N0} bytes now, {memory.Peak:N0} at most");
    }
}
