using System.Globalization;

namespace Mirrored;

/// <summary>What one GPU is, and whether it is free to be used.</summary>
internal sealed class GpuExamination(PhysicalDevice gpu) : Examination(gpu.Id.ToString(), GpusExamination.Title)
{
    private const int Prohibited = 2;
    private const double NearlyFull = 0.9;
    private const int Hot = 88;

    /// <summary>The oldest GPUs that the kernels are compiled for.</summary>
    private static readonly Version Oldest = new(7, 5);

    public override DoctorCheck Run()
    {
        GpuUsage? usage = Nvml.Usage(gpu);
        string found = string.Join(" · ", Facts(usage));
        if (gpu.ComputeCapability < Oldest)
            return Failed(
                $"compute capability {gpu.ComputeCapability} is older than {Oldest}, the oldest that works (Turing, T4)",
                $"Use another GPU: export {VisibleDevices.Variable}=...", found);
        if (CudaDeviceQuery.Attribute(gpu.Id.Index, CuDeviceAttribute.ComputeMode, gpu.Id) == Prohibited)
            return Failed("the GPU is closed to computing", $"sudo nvidia-smi -i {gpu.PciBusId} -c 0", found);
        if (usage is { MemoryUsed: { } used } && used > NearlyFull * gpu.TotalMemory)
            return Warning(
                "other processes hold nearly all of its memory",
                $"mirrored devices shows which; end them, or use another GPU: export {VisibleDevices.Variable}=...", found);
        return usage?.Temperature >= Hot
            ? Warning(
                "so hot that it slows down", "Check its fans and the air around it: nvidia-smi -q -d TEMPERATURE,PERFORMANCE", found)
            : Ok(found);
    }

    private IEnumerable<string> Facts(GpuUsage? usage)
    {
        yield return gpu.Name;
        yield return $"compute capability {gpu.ComputeCapability}";
        yield return usage?.MemoryUsed is { } used
            ? $"{Gibibytes(used)} of {Gibibytes(gpu.TotalMemory)} GiB in use"
            : $"{Gibibytes(gpu.TotalMemory)} GiB";
        yield return $"PCI {gpu.PciBusId}";
        if (usage?.Temperature is { } celsius) yield return $"{celsius} °C";
    }

    private static string Gibibytes(long bytes) => (bytes / (double)(1L << 30)).ToString("F1", CultureInfo.InvariantCulture);
}
