namespace Mirrored;

/// <summary>Percent of the last moment: kernels running, memory being used.</summary>
internal struct NvmlUtilization
{
    public uint Gpu;
    public uint Memory;
}
