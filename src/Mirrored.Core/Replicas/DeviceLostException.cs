namespace Mirrored;

/// <summary>A GPU failed for good, or no longer answers: the process can use no GPU any more, and makes no further call to one.
/// </summary>
/// <remarks>End the process, by convention with exit code 77, save nothing that was computed since the last checkpoint, and
/// start again from that. The inner exception is the cause.</remarks>
public sealed class DeviceLostException : ReplicaFailedException
{
    internal DeviceLostException(DeviceId device, long step, Exception cause)
        : base(device, step, cause)
    {
    }
}
