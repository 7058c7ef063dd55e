namespace Mirrored.Keras;

/// <summary>The hyperbolic tangent <c>tanh x</c>.</summary>
public sealed class Tanh : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Tanh()
        : base("tanh")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Tanh(input);
    }
}
