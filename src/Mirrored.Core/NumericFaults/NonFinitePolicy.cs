namespace Mirrored;

/// <summary>What happens when the loss of a training step, or a gradient summed over all devices, is NaN or infinite.</summary>
/// <remarks>It is found on the devices, in the sums that all of them hold, before any weight is changed; so all decide alike, and
/// nothing waits.</remarks>
public enum NonFinitePolicy
{
    /// <summary>Training ends with a <see cref="NonFiniteGradientException"/>; weights, optimizer and moving averages are those
    /// before the step.</summary>
    Raise,

    /// <summary>The step changes nothing and is left out of loss and metrics; training goes on. It counts as a step, for the
    /// learning rate and the optimizer's own count as well.</summary>
    Skip,

    /// <summary>Nothing is looked for: the update takes the gradients as they are, and the weights become NaN.</summary>
    Off,
}
