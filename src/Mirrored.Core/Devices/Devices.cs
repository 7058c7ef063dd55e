namespace Mirrored;

/// <summary>The devices of this machine, and what this process may take of them.</summary>
/// <remarks>Settings belong in a program's first lines: once a strategy uses a GPU they are refused until it is disposed.
/// </remarks>
public static partial class Devices
{
    /// <summary>How many virtual CPU devices there may be at most.</summary>
    private const int MaximumCpus = 64;

    /// <summary>How many GPUs one strategy may take: what one kernel of an exchange can add.</summary>
    private const int MaximumGpus = 16;

    /// <summary>What a strategy takes that is told nothing: all visible GPUs, or one CPU when there is none.</summary>
    internal static IReadOnlyList<DeviceId> Default =>
        Cuda.IsAvailable && VisibleGpus.Any() ? [.. VisibleGpus.Select(gpu => gpu.Id)] : Cpus(1);

    /// <summary>Lists the devices of this machine that the process can see. No GPU is touched.</summary>
    /// <param name="kind">The kind of devices; null for all, the CPU first.</param>
    /// <returns>The devices; no GPU when CUDA cannot be used, which <see cref="Cuda.Explain"/> explains.</returns>
    public static IReadOnlyList<PhysicalDevice> ListPhysical(DeviceKind? kind = null)
    {
        List<PhysicalDevice> devices = [];
        if (kind is null or DeviceKind.Cpu)
            devices.Add(new PhysicalDevice(new DeviceId(DeviceKind.Cpu, 0), "CPU")
            {
                TotalMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            });
        if (kind is null or DeviceKind.Gpu) devices.AddRange(GpuDiscovery.List());
        return devices;
    }

    /// <summary>Names virtual devices on the processor; they share its cores.</summary>
    /// <param name="count">How many, from 1 to 64.</param>
    /// <returns><c>CPU:0</c>, <c>CPU:1</c> and so on.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not in that range.</exception>
    /// <remarks>Several of them train as several GPUs would, which shows and tests the distribution on any machine.</remarks>
    public static IReadOnlyList<DeviceId> Cpus(int count)
    {
        if (count is < 1 or > MaximumCpus)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Expected 1 to {MaximumCpus} virtual CPU devices.");
        return [.. Enumerable.Range(0, count).Select(i => new DeviceId(DeviceKind.Cpu, i))];
    }

    /// <summary>Names GPUs by their numbers among the visible ones.</summary>
    /// <param name="indices">The numbers, such as <c>0, 1</c>.</param>
    /// <returns><c>GPU:0</c>, <c>GPU:1</c> and so on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static IReadOnlyList<DeviceId> Gpus(params ReadOnlySpan<int> indices)
    {
        List<DeviceId> gpus = [];
        foreach (int index in indices) gpus.Add(new DeviceId(DeviceKind.Gpu, index));
        return gpus;
    }

    /// <summary>Refuses lists that no strategy can use, saying what there is.</summary>
    internal static void Check(IReadOnlyList<DeviceId> devices, string parameter)
    {
        if (devices.Count == 0) throw new ArgumentException("At least one device is needed; null means the default.", parameter);
        if (devices.Distinct().Count() != devices.Count)
            throw new ArgumentException($"A device may be listed once only: {string.Join(", ", devices)}.", parameter);
        foreach (DeviceId device in devices)
        {
            if (device.Kind == DeviceKind.Gpu) RequireGpu(device);
            else if (device.Index >= MaximumCpus)
                throw new DeviceNotAvailableException(device, $"virtual CPU devices go from CPU:0 to CPU:{MaximumCpus - 1}");
        }

        if (devices.DistinctBy(device => device.Kind).Count() > 1)
            throw new ArgumentException(
                $"A strategy takes GPUs or virtual CPU devices, not both: {string.Join(", ", devices)}.", parameter);
        if (devices.Count > MaximumGpus && devices[0].Kind == DeviceKind.Gpu)
            throw new ArgumentException($"A strategy takes at most {MaximumGpus} GPUs, found {devices.Count}.", parameter);
    }

    /// <summary>Finds a GPU, and refuses one that is not there or hidden, saying why.</summary>
    internal static LogicalGpu RequireGpu(DeviceId device)
    {
        try
        {
            CudaDriver.Require();
        }
        catch (CudaUnavailableException cause)
        {
            CudaDriverState driver = CudaDriver.State;
            string reason = driver.Library.IsFound ? $"{driver.Failure}. {driver.Advice}" : cause.Message;
            throw new DeviceNotAvailableException(device, reason, cause);
        }

        LogicalGpu gpu = GpuConfiguration.Logical.FirstOrDefault(logical => logical.Id == device)
            ?? throw new DeviceNotAvailableException(device, "there is no such GPU. " + GpuDiscovery.Missing());
        if (GpuConfiguration.Visible.All(visible => visible.Id != gpu.Physical.Id))
            throw new DeviceNotAvailableException(device, "Devices.SetVisible has hidden it");
        return gpu;
    }
}
