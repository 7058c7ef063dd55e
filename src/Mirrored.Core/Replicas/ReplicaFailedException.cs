namespace Mirrored;

/// <summary>A replica failed in the middle of a step; the others were stopped, and no weight changed in that step.</summary>
/// <remarks>The inner exception is the cause. The model can be used again unless the cause says that its device is lost.</remarks>
public sealed class ReplicaFailedException : Exception
{
    internal ReplicaFailedException(DeviceId device, long step, Exception cause)
        : base($"{device} failed in step {step}: {cause.Message}", cause)
    {
        Device = device;
        Step = step;
    }

    /// <summary>The device whose replica failed first.</summary>
    public DeviceId Device { get; }

    /// <summary>The number of the step since the strategy was made, from 1.</summary>
    public long Step { get; }
}
