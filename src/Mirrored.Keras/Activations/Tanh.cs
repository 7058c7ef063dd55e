namespace Mirrored.Keras;

/// <summary>Hyperbolic tangent: <c>tanh x</c>.</summary>
public sealed class Tanh : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Tanh()
        : base("tanh")
    {
    }

    internal override PlanTensor Call(StepBuilder step, PlanTensor input) => step.Tanh(input);
}
