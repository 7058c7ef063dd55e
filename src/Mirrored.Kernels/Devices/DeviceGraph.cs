namespace Mirrored;

/// <summary>Work of a stream that was recorded once and is queued again as a whole.</summary>
internal abstract class DeviceGraph : IDisposable
{
    /// <summary>Queues the work on the stream that it was recorded from.</summary>
    public abstract void Launch();

    /// <inheritdoc/>
    public abstract void Dispose();
}
