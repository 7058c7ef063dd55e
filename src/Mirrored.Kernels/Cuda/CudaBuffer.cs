namespace Mirrored;

/// <summary>A piece of a GPU's memory. Any thread may read and write it.</summary>
internal sealed class CudaBuffer : DeviceBuffer
{
    private readonly CudaTransfers _transfers;
    private readonly CudaMemoryBlock _memory;
    private bool _disposed;

    public CudaBuffer(CudaMemoryBlock memory, CudaTransfers transfers)
    {
        _memory = memory;
        _transfers = transfers;
    }

    public override nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _memory.Address;
        }
    }

    public override long Length => _memory.Length;

    public override void Write(ReadOnlySpan<byte> source, long offset)
    {
        Check(offset, source.Length);
        _transfers.ToDevice(source, Address + (nint)offset);
    }

    public override void Read(Span<byte> destination, long offset)
    {
        Check(offset, destination.Length);
        _transfers.ToHost(Address + (nint)offset, destination);
    }

    public override void Clear() => _transfers.Clear(Address, Length);

    public override void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _memory.Dispose();
    }

    private void Check(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (offset < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes from there do not fit into {Length}.");
    }
}
