namespace Mirrored;

/// <summary>Page-locked host memory, which kernels write at the same address: all addresses of a 64-bit process are one space.
/// </summary>
/// <remarks>The host may read it when the GPU is lost, which the handle would refuse: it is the host's memory.</remarks>
internal sealed unsafe class CudaSignal : DeviceSignal
{
    private readonly CudaPinnedMemoryHandle _memory;
    private readonly nint _address;

    public CudaSignal(CudaContextHandle context)
    {
        _memory = CudaPinnedMemoryHandle.Allocate(context, sizeof(long), CuHostAllocFlags.Portable | CuHostAllocFlags.DeviceMap);
        _address = (nint)_memory.Address;
        Clear();
    }

    public override nint Address => _address;

    protected override nint HostAddress => _address;

    public override void Dispose() => _memory.Dispose();
}
