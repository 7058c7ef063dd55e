namespace Mirrored.Cli;

/// <summary>Reads how busy the devices are.</summary>
internal sealed class DeviceReader
{
    private readonly CpuLoad _load = new();
    private readonly IReadOnlyList<PhysicalDevice> _devices = TimeLimit.Ask(() => Mirrored.Devices.ListPhysical());

    /// <summary>Every device as it is now.</summary>
    public IReadOnlyList<DeviceState> Read() => TimeLimit.Ask(() => _devices.Select(State).ToArray());

    private DeviceState State(PhysicalDevice device) => device.Kind == DeviceKind.Gpu ? Gpu(device) : Cpu(device);

    private DeviceState Cpu(PhysicalDevice cpu)
    {
        GC.Collect(0); // Looks at the memory of machine or container, which nothing else in .NET does.
        return new DeviceState
        {
            Id = cpu.Id.ToString(),
            Name = $"{Environment.ProcessorCount} cores",
            Utilization = _load.Read(),
            MemoryUsed = GC.GetGCMemoryInfo().MemoryLoadBytes,
            MemoryTotal = cpu.TotalMemory,
        };
    }

    private static DeviceState Gpu(PhysicalDevice gpu)
    {
        GpuUsage? usage = Cuda.ReadUsage(gpu);
        return new DeviceState
        {
            Id = gpu.Id.ToString(),
            Name = gpu.Name,
            Utilization = usage?.Utilization,
            MemoryUsed = usage?.MemoryUsed,
            MemoryTotal = gpu.TotalMemory,
            Temperature = usage?.Temperature,
            Power = usage?.Power,
            Processes = Cuda.ReadProcesses(gpu),
        };
    }
}
