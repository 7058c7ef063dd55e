namespace Mirrored.Keras;

/// <summary><c>x / (1 + e^-x)</c>, also called SiLU.</summary>
/// <remarks>Source: Ramachandran et al., 2017.</remarks>
public sealed class Swish : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Swish()
        : base("swish")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Swish(input);
    }
}
