namespace Mirrored.Keras;

/// <summary><c>log(1 + e^x)</c>.</summary>
public sealed class Softplus : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Softplus()
        : base("softplus")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Softplus(input);
    }
}
