using System.Globalization;

namespace Mirrored;

/// <summary>A device of this machine that the process can see, as the driver describes it.</summary>
public sealed record PhysicalDevice
{
    internal PhysicalDevice(DeviceId id, string name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>The device's name in this process, for example <c>GPU:0</c>.</summary>
    public DeviceId Id { get; }

    /// <summary>The product's name, for example <c>NVIDIA H100 80GB HBM3</c>.</summary>
    public string Name { get; }

    /// <summary>What kind of device it is.</summary>
    public DeviceKind Kind => Id.Kind;

    /// <summary>The identity that no two GPUs share, as nvidia-smi prints it (<c>GPU-...</c>); null on a CPU.</summary>
    public string? Uuid { get; internal init; }

    /// <summary>The place on the PCI bus, for example <c>0000:18:00.0</c>; null on a CPU.</summary>
    public string? PciBusId { get; internal init; }

    /// <summary>The GPU's architecture, for example 9.0 for Hopper; null on a CPU.</summary>
    public Version? ComputeCapability { get; internal init; }

    /// <summary>The memory in bytes, whoever uses it.</summary>
    public long TotalMemory { get; internal init; }

    /// <summary>The number of multiprocessors of a GPU; 0 on a CPU.</summary>
    public int Multiprocessors { get; internal init; }

    /// <summary>One line for a person.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string capability = ComputeCapability is null ? "" : $", compute capability {ComputeCapability}";
        string place = PciBusId is null ? "" : $", PCI {PciBusId}";
        string identity = Uuid is null ? "" : $", {Uuid}";
        double gibibytes = TotalMemory / (double)(1L << 30);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Id} {Name}{capability}, {gibibytes:F1} GiB{place}{identity}");
    }
}
