namespace Mirrored;

/// <summary>Device memory whose contents the host replaces for every step, some steps ahead of the device.</summary>
/// <remarks>
/// <code>
/// host    [ step n | step n+1 | step n+2 | step n+3 ]     a slot for each step that may be queued
///             |  copied in the stream's order
/// device  [ step n ]                                      one address for all steps
/// </code>
/// Kernels and captured graphs know the one address, so they never change. The slots of steps that may still be queued are
/// not overwritten: nobody runs further ahead than there are slots.
/// </remarks>
internal abstract class UploadBuffer : IDisposable
{
    /// <summary>The first byte's address on the device.</summary>
    public abstract nint Address { get; }

    /// <summary>The size in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Gives the host's memory for the next step, to be filled before <see cref="Send"/>.</summary>
    public abstract Span<byte> Next();

    /// <summary>Queues the copy of the first bytes of what <see cref="Next"/> gave.</summary>
    /// <param name="stream">The stream whose later work sees them.</param>
    /// <param name="bytes">How many.</param>
    public abstract void Send(DeviceStream stream, int bytes);

    /// <inheritdoc/>
    public abstract void Dispose();
}
