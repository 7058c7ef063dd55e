namespace Mirrored;

/// <summary>A mark in a stream's queue.</summary>
internal abstract class DeviceEvent : IDisposable
{
    /// <summary>True when the marked work is done, or nothing was marked yet.</summary>
    public abstract bool IsComplete { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
