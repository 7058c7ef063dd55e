namespace Mirrored.Benchmarks;

/// <summary>What there is to measure on.</summary>
internal static class BenchmarkDevices
{
    /// <summary>All visible GPUs, else one CPU.</summary>
    public static IReadOnlyList<DeviceId> Default => Gpus is { Count: > 0 } gpus ? gpus : Devices.Cpus(1);

    /// <summary>The visible GPUs.</summary>
    private static IReadOnlyList<DeviceId> Gpus => Devices.ListLogical(DeviceKind.Gpu);

    /// <summary>So many GPUs, or so many virtual CPUs when there are not enough.</summary>
    public static IReadOnlyList<DeviceId> Take(int replicas) =>
        Gpus is { } gpus && gpus.Count >= replicas ? [.. gpus.Take(replicas)] : Devices.Cpus(replicas);
}
