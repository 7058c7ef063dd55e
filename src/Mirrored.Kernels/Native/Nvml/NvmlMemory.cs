namespace Mirrored;

/// <summary>A device's memory in bytes; the used part includes what the driver reserves.</summary>
internal struct NvmlMemory
{
    public ulong Total;
    public ulong Free;
    public ulong Used;
}
