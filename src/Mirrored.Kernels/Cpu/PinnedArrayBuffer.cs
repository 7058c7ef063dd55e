using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A managed array held in place so that kernels can read it; nothing is copied.</summary>
internal sealed unsafe class PinnedArrayBuffer : DeviceBuffer
{
    private GCHandle _pin;

    public PinnedArrayBuffer(Array array, long offset, long bytes)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (offset < 0 || bytes < 0 || offset > Buffer.ByteLength(array) - bytes)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{bytes} bytes from there are not in the array.");
        _pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        Address = _pin.AddrOfPinnedObject() + (nint)offset;
        Length = bytes;
    }

    public override nint Address { get; }

    public override long Length { get; }

    public override void Write(ReadOnlySpan<byte> source, long offset) =>
        throw new NotSupportedException("An adopted array is read only.");

    public override void Read(Span<byte> destination, long offset)
    {
        if (offset < 0 || offset > Length - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{destination.Length} bytes from there do not fit into {Length}.");
        new ReadOnlySpan<byte>((byte*)Address + offset, destination.Length).CopyTo(destination);
    }

    public override void Clear() => throw new NotSupportedException("An adopted array is read only.");

    public override void Dispose()
    {
        if (_pin.IsAllocated) _pin.Free();
    }
}
