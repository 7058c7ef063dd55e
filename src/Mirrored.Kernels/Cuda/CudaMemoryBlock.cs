namespace Mirrored;

/// <summary>A piece of a GPU's memory, aligned to 256 bytes and not cleared; its owner disposes it.</summary>
internal sealed class CudaMemoryBlock(CudaMemory memory, nint address, long length, CudaMemoryHandle? handle) : IDisposable
{
    private bool _disposed;

    public nint Address { get; } = address;

    /// <summary>The bytes that were asked for.</summary>
    public long Length { get; } = length;

    /// <summary>The driver's own allocation; null when it is a part of a reservation.</summary>
    public CudaMemoryHandle? Handle { get; } = handle;

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        memory.Free(this);
    }
}
