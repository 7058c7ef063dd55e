namespace Mirrored;

/// <summary>CUDA on this machine. The driver is looked for when first asked, not before; a program may still set
/// <c>CUDA_VISIBLE_DEVICES</c> in its first lines.</summary>
public static class Cuda
{
    /// <summary>True when at least one GPU can be used. Never throws; <see cref="Explain"/> tells why not.</summary>
    public static bool IsAvailable => CudaDriver.State.Failure is null && CudaFault.Process.First is null;

    /// <summary>Tells in plain lines what was found where, in which version, what is missing and what to do about it.
    /// Never throws.</summary>
    /// <returns>The lines, to be printed.</returns>
    public static string Explain() => string.Join(Environment.NewLine, CudaReport.Lines());

    /// <summary>How busy a GPU is right now.</summary>
    /// <param name="device">A GPU from <c>Devices.ListPhysical</c>.</param>
    /// <returns>The figures; null for a CPU, and when NVIDIA's management library is missing or does not know the
    /// device.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="device"/> is null.</exception>
    public static GpuUsage? ReadUsage(PhysicalDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Kind == DeviceKind.Gpu ? Nvml.Usage(device) : null;
    }

    /// <summary>Which processes hold memory of a GPU right now.</summary>
    /// <param name="device">A GPU from <c>Devices.ListPhysical</c>.</param>
    /// <returns>The processes; null for a CPU, and when NVIDIA's management library is missing or does not tell, as in
    /// some containers and on Windows.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="device"/> is null.</exception>
    public static IReadOnlyList<GpuProcess>? ReadProcesses(PhysicalDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Kind == DeviceKind.Gpu ? Nvml.Processes(device) : null;
    }
}
