namespace Mirrored;

/// <summary>Describes the devices of a machine; makes no context and takes no device memory.</summary>
internal static class DeviceSurvey
{
    /// <summary>The processor, then the GPUs.</summary>
    /// <param name="machine">The machine beside its GPUs.</param>
    /// <param name="withGpus">False where the driver must not be asked.</param>
    public static IReadOnlyList<DoctorDevice> Devices(DoctorMachine machine, bool withGpus)
    {
        DoctorDevice cpu = new()
        {
            Id = new DeviceId(DeviceKind.Cpu, 0).ToString(),
            Name = $"{machine.Cores} x {machine.Architecture}",
            TotalMemory = machine.Memory,
        };
        if (!withGpus) return [cpu];
        try
        {
            IReadOnlyList<PhysicalDevice> gpus = GpuDiscovery.List();
            return [cpu, .. gpus.Select(gpu => Describe(gpu, gpus))];
        }
        catch (CudaException)
        {
            return [cpu]; // The driver's own check has told.
        }
    }

    /// <summary>The GPUs whose memory one of them can read directly.</summary>
    public static IReadOnlyList<string> Peers(PhysicalDevice gpu, IReadOnlyList<PhysicalDevice> gpus) =>
    [
        .. gpus.Where(other => other != gpu && CudaDeviceQuery.CanAccessPeer(gpu.Id, other.Id)).Select(other => other.Id.ToString()),
    ];

    private static DoctorDevice Describe(PhysicalDevice gpu, IReadOnlyList<PhysicalDevice> gpus) => new()
    {
        Id = gpu.Id.ToString(),
        Name = gpu.Name,
        TotalMemory = gpu.TotalMemory,
        UsedMemory = Nvml.Usage(gpu)?.MemoryUsed,
        ComputeCapability = gpu.ComputeCapability?.ToString(),
        Uuid = gpu.Uuid,
        PciBusId = gpu.PciBusId,
        SystemIndex = Nvml.Index(gpu),
        Peers = CudaFault.Process.First is null ? Peers(gpu, gpus) : [],
    };
}
