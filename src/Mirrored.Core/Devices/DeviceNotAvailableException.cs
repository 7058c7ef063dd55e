namespace Mirrored;

/// <summary>A device was asked for that cannot be used on this machine.</summary>
public sealed class DeviceNotAvailableException : ArgumentException
{
    internal DeviceNotAvailableException(DeviceId device, string reason)
        : base($"{device} cannot be used: {reason}.") => Device = device;

    /// <summary>The device that was asked for.</summary>
    public DeviceId Device { get; }
}
