using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Host memory outside the garbage collector's heap, aligned to 256 bytes and filled with zeros.</summary>
internal sealed unsafe class CpuBuffer : DeviceBuffer
{
    private const nuint Alignment = 256;

    /// <summary>Bytes that may be read or overwritten past the end, so that kernels need no special last vector.</summary>
    private const nuint Slack = 256;

    private static long _live;
    private static long _forgotten;

    private void* _memory;

    public CpuBuffer(long bytes, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Length = bytes;
        // Some systems promise more than there is, and end the process that takes them at their word.
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) throw NoMemory(bytes, purpose, null);
        try
        {
            _memory = NativeMemory.AlignedAlloc((nuint)bytes + Slack, Alignment);
        }
        catch (OutOfMemoryException cause)
        {
            throw NoMemory(bytes, purpose, cause);
        }

        NativeMemory.Clear(_memory, (nuint)bytes + Slack);
        GC.AddMemoryPressure(bytes + (long)Slack);
        Interlocked.Increment(ref _live);
    }

    ~CpuBuffer()
    {
        if (_memory is not null) Interlocked.Increment(ref _forgotten);
        Free();
    }

    /// <summary>Buffers made and not yet freed, in the process.</summary>
    public static long Live => Interlocked.Read(ref _live);

    /// <summary>Buffers that nobody disposed, so that a finalizer freed them. Each one is a bug.</summary>
    public static long Forgotten => Interlocked.Read(ref _forgotten);

    public override nint Address => (nint)_memory;

    public override long Length { get; }

    public override void Write(ReadOnlySpan<byte> source, long offset)
    {
        Check(offset, source.Length);
        source.CopyTo(new Span<byte>((byte*)_memory + offset, source.Length));
    }

    public override void Read(Span<byte> destination, long offset)
    {
        Check(offset, destination.Length);
        new ReadOnlySpan<byte>((byte*)_memory + offset, destination.Length).CopyTo(destination);
    }

    public override void Clear()
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        NativeMemory.Clear(_memory, (nuint)Length);
    }

    public override void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static InsufficientMemoryException NoMemory(long bytes, string purpose, Exception? cause) => new(
        $"CPU: no {bytes:N0} bytes for {purpose}. Use a smaller batch or model, or free memory.", cause);

    private void Free()
    {
        if (_memory is null) return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        Interlocked.Decrement(ref _live);
        GC.RemoveMemoryPressure(Length + (long)Slack);
    }

    private void Check(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        if (offset < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{length} bytes from there do not fit into {Length}.");
    }
}
