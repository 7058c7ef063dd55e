namespace Mirrored;

/// <summary>The devices of this machine.</summary>
public static class Devices
{
    /// <summary>How many virtual CPU devices there may be at most.</summary>
    private const int MaximumCpus = 64;

    /// <summary>What a strategy takes that is told nothing.</summary>
    internal static IReadOnlyList<DeviceId> Default { get; } = Cpus(1);

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
            if (device.Kind == DeviceKind.Gpu)
                throw new DeviceNotAvailableException(
                    device, "this version of Mirrored has no GPU backend yet; use virtual CPU devices: Devices.Cpus(n)");
            if (device.Index >= MaximumCpus)
                throw new DeviceNotAvailableException(device, $"virtual CPU devices go from CPU:0 to CPU:{MaximumCpus - 1}");
        }
    }
}
