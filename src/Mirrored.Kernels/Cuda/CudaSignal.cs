namespace Mirrored;

/// <summary>Page-locked host memory, which kernels write at the same address: all addresses of a 64-bit process are one space.
/// </summary>
internal sealed unsafe class CudaSignal : DeviceSignal
{
    private readonly CudaPinnedMemoryHandle _memory;

    public CudaSignal(CudaContextHandle context)
    {
        _memory = CudaPinnedMemoryHandle.Allocate(context, sizeof(long), CuHostAllocFlags.Portable | CuHostAllocFlags.DeviceMap);
        Clear();
    }

    public override nint Address => (nint)_memory.Address;

    protected override nint HostAddress => Address;

    public override void Dispose() => _memory.Dispose();
}
