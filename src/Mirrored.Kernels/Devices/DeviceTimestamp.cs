namespace Mirrored;

/// <summary>A moment in a stream's work: when the device came to it.</summary>
internal abstract class DeviceTimestamp : IDisposable
{
    /// <summary>Seconds from an earlier moment of the same device to this one; null while the device has not come to both.</summary>
    public abstract double? SecondsSince(DeviceTimestamp earlier);

    /// <inheritdoc/>
    public abstract void Dispose();
}
