namespace Mirrored;

/// <content>Memory options, as in TensorFlow's <c>tf.config</c>.</content>
public static partial class Devices
{
    private const long Megabyte = 1L << 20;

    /// <summary>Restricts which GPUs strategies may use; the others keep their names and are left alone.</summary>
    /// <param name="devices">The GPUs, from <see cref="ListPhysical"/>; none hides them all.</param>
    /// <exception cref="ArgumentException">A device is not a GPU of this machine.</exception>
    /// <exception cref="InvalidOperationException">A strategy uses a GPU already.</exception>
    public static void SetVisible(IReadOnlyList<PhysicalDevice> devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        foreach (PhysicalDevice device in devices) RequireKnown(device, nameof(devices));
        GpuConfiguration.SetVisible(devices.Select(device => device.Id));
    }

    /// <summary>Sets whether a GPU's memory is taken as it is needed, which is the default, or reserved at once.</summary>
    /// <param name="device">The GPU.</param>
    /// <param name="enable">False reserves nine tenths of what is free when the strategy is made.</param>
    /// <exception cref="ArgumentException">The device is not a GPU of this machine, or has a memory limit.</exception>
    /// <exception cref="InvalidOperationException">A strategy uses the GPU already.</exception>
    public static void SetMemoryGrowth(PhysicalDevice device, bool enable)
    {
        RequireKnown(device, nameof(device));
        GpuConfiguration.Change(device.Id, account => account.Growth == enable, account =>
        {
            if (account.Limit is not null) // Also where the GPU is divided: each part has a limit.
                throw new ArgumentException($"{device.Id} has a memory limit, which excludes setting its memory growth.", nameof(device));
            account.Growth = enable;
        });
    }

    /// <summary>Makes one GPU several logical ones, each with a limit to its memory; one configuration just limits it.</summary>
    /// <param name="device">The GPU.</param>
    /// <param name="configurations">One configuration with a memory limit for each logical device.</param>
    /// <remarks>Strategies name logical devices: after dividing the first of two GPUs in two, its parts are <c>GPU:0</c> and
    /// <c>GPU:1</c>, and the second is <c>GPU:2</c>; <see cref="ListLogical"/> lists them.</remarks>
    /// <exception cref="ArgumentException">The device is not a GPU of this machine, reserves its memory, or a limit is missing or
    /// not positive.</exception>
    /// <exception cref="InvalidOperationException">A strategy uses the GPU already, or another one whose name would change.
    /// </exception>
    public static void SetLogicalDeviceConfiguration(
        PhysicalDevice device, IReadOnlyList<LogicalDeviceConfiguration> configurations)
    {
        RequireKnown(device, nameof(device));
        ArgumentNullException.ThrowIfNull(configurations);
        if (configurations.Count == 0 || configurations.Any(configuration => configuration is not { MemoryLimit: > 0 }))
            throw new ArgumentException(
                $"{device.Id}: a GPU's logical device needs a memory limit of at least 1 MB.", nameof(configurations));
        GpuConfiguration.Divide(
            device.Id, [.. configurations.Select(configuration => checked(configuration.MemoryLimit!.Value * Megabyte))]); // Checked above.
    }

    /// <summary>Lists the devices as strategies name them: CPUs, and GPUs or what they were divided into.</summary>
    /// <param name="kind">The kind of devices; null for all, the CPU first.</param>
    /// <returns>The names; hidden GPUs are left out.</returns>
    public static IReadOnlyList<DeviceId> ListLogical(DeviceKind? kind = null)
    {
        List<DeviceId> devices = [];
        if (kind is null or DeviceKind.Cpu) devices.AddRange(Cpus(1));
        if (kind is null or DeviceKind.Gpu) devices.AddRange(VisibleGpus.Select(gpu => gpu.Id));
        return devices;
    }

    /// <summary>Tells what this process has taken of a GPU's memory.</summary>
    /// <param name="device">The GPU, such as <c>"GPU:0"</c>.</param>
    /// <returns>Bytes now and at most.</returns>
    /// <exception cref="ArgumentException">The device is not a GPU of this machine.</exception>
    public static GpuMemoryInfo GetMemoryInfo(DeviceId device)
    {
        GpuMemoryAccount account = Account(device);
        return new GpuMemoryInfo(account.Current, account.Peak);
    }

    /// <summary>Lets <see cref="GpuMemoryInfo.Peak"/> start again at what is taken now.</summary>
    /// <param name="device">The GPU, such as <c>"GPU:0"</c>.</param>
    /// <exception cref="ArgumentException">The device is not a GPU of this machine.</exception>
    public static void ResetMemoryStats(DeviceId device) => Account(device).ResetPeak();

    private static IEnumerable<LogicalGpu> VisibleGpus
    {
        get
        {
            IReadOnlyList<PhysicalDevice> visible = GpuConfiguration.Visible;
            return GpuConfiguration.Logical.Where(gpu => visible.Any(device => device.Id == gpu.Physical.Id));
        }
    }

    private static GpuMemoryAccount Account(DeviceId device) =>
        (device.Kind == DeviceKind.Gpu ? GpuConfiguration.Logical.FirstOrDefault(gpu => gpu.Id == device) : null)?.Account
        ?? throw new ArgumentException(
            $"{device} has no memory books: it is not a GPU that this process can see.", nameof(device));

    private static void RequireKnown(PhysicalDevice device, string parameter)
    {
        ArgumentNullException.ThrowIfNull(device, parameter);
        if (device.Kind != DeviceKind.Gpu) throw new ArgumentException($"{device.Id} is not a GPU, so it has no such setting.", parameter);
        if (GpuDiscovery.List().All(gpu => gpu.Id != device.Id))
            throw new ArgumentException($"{device.Id} is not a device of this machine.", parameter);
    }
}
