namespace Mirrored;

/// <summary>Brings each step its data while the device still computes on that of the step before.</summary>
/// <remarks>
/// <code>
/// copy stream       [ step n+1 -> memory 1 ]      [ step n+2 -> memory 0 ]
/// compute stream    [ step n reads memory 0 ]     [ step n+1 reads memory 1 ]
/// </code>
/// Both wait for each other on the device only. A device whose memory is the host's copies nothing: the host may not touch what
/// it added until the step is done.
/// </remarks>
internal abstract class StagingBuffer : IDisposable
{
    /// <summary>Where pieces begin: at multiples of this.</summary>
    public const int Alignment = 256;

    /// <summary>Begins the data of the next step; all work of the step before is queued by then.</summary>
    /// <param name="bytes">How much will be added, with <see cref="Alignment"/> more for each piece.</param>
    /// <exception cref="InsufficientMemoryException">The device has not so much left.</exception>
    public abstract void Begin(long bytes);

    /// <summary>Adds a piece.</summary>
    /// <param name="source">Its address on the host.</param>
    /// <param name="bytes">Its size.</param>
    /// <returns>Its address on the device, for work that is queued after <see cref="Send"/>.</returns>
    public abstract nint Add(nint source, long bytes);

    /// <summary>Queues the copy; later work of the compute stream waits for it.</summary>
    public abstract void Send();

    /// <inheritdoc/>
    public abstract void Dispose();
}
