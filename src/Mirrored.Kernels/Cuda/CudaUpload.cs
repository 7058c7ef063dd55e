namespace Mirrored;

/// <summary>A ring of page-locked slots in front of one piece of device memory.</summary>
internal sealed unsafe class CudaUpload : UploadBuffer
{
    private readonly CudaMemoryBlock _memory;
    private readonly CudaPinnedMemoryHandle _slots;
    private readonly int _count;
    private int _slot;

    public CudaUpload(CudaMemoryBlock memory, CudaContextHandle context, int slots)
    {
        _memory = memory;
        _count = slots;
        try
        {
            _slots = CudaPinnedMemoryHandle.Allocate(context, memory.Length * slots);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    public override nint Address => _memory.Address;

    public override long Length => _memory.Length;

    private byte* Slot => (byte*)_slots.Address + _slot * Length;

    public override Span<byte> Next()
    {
        _slot = (_slot + 1) % _count;
        return new Span<byte>(Slot, checked((int)Length));
    }

    public override void Send(DeviceStream stream, int bytes)
    {
        if (bytes > 0) ((CudaStream)stream).Handle.CopyFromHost((ulong)Address, Slot, (nuint)bytes);
    }

    public override void Dispose()
    {
        _slots.Dispose();
        _memory.Dispose();
    }
}
