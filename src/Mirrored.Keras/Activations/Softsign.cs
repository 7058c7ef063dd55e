namespace Mirrored.Keras;

/// <summary><c>x / (1 + |x|)</c>.</summary>
public sealed class Softsign : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Softsign()
        : base("softsign")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Softsign(input);
    }
}
