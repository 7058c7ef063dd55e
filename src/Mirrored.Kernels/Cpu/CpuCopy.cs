namespace Mirrored;

/// <summary>A copy within the host's memory.</summary>
internal sealed unsafe class CpuCopy(nint to, nint from, long bytes) : PreparedOperation
{
    public override void Launch() => Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
}
