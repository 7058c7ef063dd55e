namespace Mirrored.Cli;

/// <summary>A device at one moment. What the machine does not tell is null.</summary>
internal sealed record DeviceState
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Percent of the last moment in which it was busy.</summary>
    public int? Utilization { get; init; }

    public long? MemoryUsed { get; init; }

    public required long MemoryTotal { get; init; }

    /// <summary>Degrees Celsius.</summary>
    public int? Temperature { get; init; }

    /// <summary>Watts.</summary>
    public double? Power { get; init; }

    /// <summary>The processes that compute on it.</summary>
    public IReadOnlyList<GpuProcess>? Processes { get; init; }
}
