namespace Mirrored;

/// <summary>A device as <see cref="Doctor.Run"/> found it.</summary>
public sealed record DoctorDevice
{
    /// <summary>The name in this process, for example <c>GPU:0</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The product's name.</summary>
    public required string Name { get; init; }

    /// <summary>The memory in bytes, whoever uses it.</summary>
    public required long TotalMemory { get; init; }

    /// <summary>The bytes in use by all processes; null when the machine does not tell.</summary>
    public long? UsedMemory { get; init; }

    /// <summary>The GPU's architecture, for example <c>9.0</c>; null on a CPU.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>The identity that no two GPUs share; null on a CPU.</summary>
    public string? Uuid { get; init; }

    /// <summary>The place on the PCI bus; null on a CPU.</summary>
    public string? PciBusId { get; init; }

    /// <summary>The number that nvidia-smi gives the GPU, which may differ from <see cref="Id"/>'s; null when the machine
    /// does not tell.</summary>
    public int? SystemIndex { get; init; }

    /// <summary>The GPUs whose memory this one can read directly.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];
}
