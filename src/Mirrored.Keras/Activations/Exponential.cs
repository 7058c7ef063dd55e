namespace Mirrored.Keras;

/// <summary><c>e^x</c>.</summary>
public sealed class Exponential : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Exponential()
        : base("exponential")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Exp(input);
    }
}
