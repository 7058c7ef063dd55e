namespace Mirrored;

/// <summary>The GPUs that this process can see. Looking for them makes no context and takes no device memory.</summary>
internal static class GpuDiscovery
{
    private static readonly Lazy<PhysicalDevice[]> Found = new(Find, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Every visible GPU, in the driver's order; empty when CUDA cannot be used.</summary>
    /// <exception cref="CudaException">The driver started, but does not describe its devices.</exception>
    public static IReadOnlyList<PhysicalDevice> List() => Found.Value;

    /// <summary>The GPU of a name.</summary>
    /// <exception cref="CudaUnavailableException">CUDA cannot be used; the message tells why and what to
    /// do.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such GPU.</exception>
    public static PhysicalDevice Require(DeviceId id)
    {
        CudaDriver.Require();
        IReadOnlyList<PhysicalDevice> devices = List();
        if (id.Kind == DeviceKind.Gpu && id.Index < devices.Count) return devices[id.Index];
        throw new ArgumentOutOfRangeException(nameof(id), id, $"There is no {id}. {Missing()}");
    }

    /// <summary>Tells which GPUs there are instead of one that is not.</summary>
    public static string Missing()
    {
        IReadOnlyList<PhysicalDevice> devices = List();
        string names = string.Join(", ", devices.Select(gpu => gpu.Id));
        string? value = CudaDriver.State.VisibleDevices;
        string visible = value is null ? "" : $" {VisibleDevices.Variable} is '{value}'.";
        return $"This process can see {devices.Count}: {names}.{visible}";
    }

    private static PhysicalDevice[] Find()
    {
        CudaDriverState state = CudaDriver.State;
        int count = state.Failure is null ? state.DeviceCount : 0;
        return [.. Enumerable.Range(0, count).Select(CudaDeviceQuery.Describe)];
    }
}
