namespace Mirrored;

/// <summary>A replica failed in the middle of a step, and the others were stopped.</summary>
/// <remarks>The inner exception is the cause. Up to the update no weight has changed, and the model can be used again. After a
/// failure in the update itself a model refuses to train until it is compiled anew.</remarks>
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

    /// <summary>The number of the step since the strategy was made, from 1. Everything counts that its replicas did together:
    /// loading data and preparing models, too.</summary>
    public long Step { get; }
}
