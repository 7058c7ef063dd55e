namespace Mirrored;

/// <summary>A process that computes on a device; the instances are those of MIG.</summary>
internal struct NvmlProcess
{
    public uint Pid;
    public ulong UsedMemory;
    public uint GpuInstance;
    public uint ComputeInstance;
}
