namespace Mirrored;

/// <summary>Memory that one operation at a time uses while it runs on a CPU device: operations of a device follow one another.</summary>
/// <remarks>Whoever is prepared says how much it will need; where that lies is known when it is launched.</remarks>
internal sealed unsafe class CpuScratch : IDisposable
{
    private CpuBuffer _memory = new(0, "scratch");

    /// <summary>The first element, aligned to 256 bytes; it may have moved since an operation was prepared.</summary>
    public float* Address => (float*)_memory.Address;

    /// <summary>Makes sure that there is room for a number of elements.</summary>
    public void Reserve(long elements)
    {
        long bytes = elements * sizeof(float);
        if (bytes <= _memory.Length) return;
        CpuBuffer larger = new(bytes, "scratch");
        _memory.Dispose();
        _memory = larger;
    }

    public void Dispose() => _memory.Dispose();
}
