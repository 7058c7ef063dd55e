namespace Mirrored;

/// <summary>What a device is.</summary>
public enum DeviceKind
{
    /// <summary>A virtual device on the processor; several of them share its cores.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA GPU.</summary>
    Gpu = 1,
}
