namespace Mirrored;

/// <summary>What a device's time in a step goes into, in order.</summary>
internal enum StepPhase
{
    /// <summary>The device has nothing to do: the step was not given yet, or is not queued yet.</summary>
    Wait,

    /// <summary>The step's rows are on their way to the device.</summary>
    Input,

    /// <summary>Forward, loss and backward.</summary>
    Compute,

    /// <summary>The device can only wait until sums over all devices are there.</summary>
    Exchange,

    /// <summary>The optimizer.</summary>
    Update,
}
