namespace Mirrored;

/// <summary>A piece of device memory with one owner, who disposes it.</summary>
internal abstract class DeviceBuffer : IDisposable
{
    /// <summary>The first byte's address on the device.</summary>
    public abstract nint Address { get; }

    /// <summary>The size in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Copies from the host; done when it returns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie within the buffer.</exception>
    public abstract void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Copies to the host; done when it returns. Work queued on the device's streams is waited for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie within the buffer.</exception>
    public abstract void Read(Span<byte> destination, long offset);

    /// <summary>Overwrites everything with zeros.</summary>
    public abstract void Clear();

    /// <inheritdoc/>
    public abstract void Dispose();
}
