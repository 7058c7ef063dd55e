namespace Mirrored;

/// <summary>A replica failed in the middle of a step, and the others were stopped.</summary>
/// <remarks>The inner exception is the cause. Up to the update no weight has changed, and the model can be used again. After a
/// failure in the update itself a model refuses to train until it is compiled anew.</remarks>
public class ReplicaFailedException : Exception
{
    internal ReplicaFailedException(DeviceId device, long step, Exception cause)
        : base($"{device} failed{(step > 0 ? $" in step {step}" : "")}: {cause.Message}", cause)
    {
        Device = device;
        Step = step;
    }

    /// <summary>The device whose replica failed first.</summary>
    public DeviceId Device { get; }

    /// <summary>The number of the training step since the model was compiled, from 1; 0 outside of training.</summary>
    public long Step { get; }

    /// <summary>Tells what a failure means: that the step is lost, or the device.</summary>
    internal static ReplicaFailedException From(DeviceId device, long step, Exception cause) =>
        cause is CudaException { IsSticky: true } ? new DeviceLostException(device, step, cause)
        : new ReplicaFailedException(device, step, cause);
}
