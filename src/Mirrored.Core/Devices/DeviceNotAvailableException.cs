namespace Mirrored;

/// <summary>A device was asked for that cannot be used on this machine.</summary>
public sealed class DeviceNotAvailableException : ArgumentException
{
    internal DeviceNotAvailableException(DeviceId device, string reason, Exception? cause = null)
        : base($"{device} cannot be used: {reason.TrimEnd('.')}.", cause) => Device = device;

    /// <summary>The device that was asked for.</summary>
    public DeviceId Device { get; }
}
