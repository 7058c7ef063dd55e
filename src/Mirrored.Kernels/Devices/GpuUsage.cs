namespace Mirrored;

/// <summary>How busy a GPU is right now, by all processes together. A figure that the device does not tell is
/// null.</summary>
public sealed record GpuUsage
{
    internal GpuUsage()
    {
    }

    /// <summary>Percent of the last moment in which any kernel ran. Says nothing of how many multiprocessors it
    /// used.</summary>
    public int? Utilization { get; internal init; }

    /// <summary>Bytes of memory in use, what the driver reserves included.</summary>
    public long? MemoryUsed { get; internal init; }

    /// <summary>Bytes of memory in all.</summary>
    public long? MemoryTotal { get; internal init; }

    /// <summary>Degrees Celsius.</summary>
    public int? Temperature { get; internal init; }

    /// <summary>Watts, as an average over up to a second.</summary>
    public double? Power { get; internal init; }
}
