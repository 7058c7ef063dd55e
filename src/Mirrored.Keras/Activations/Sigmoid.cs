namespace Mirrored.Keras;

/// <summary>Logistic function: <c>1 / (1 + e^-x)</c>.</summary>
public sealed class Sigmoid : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Sigmoid()
        : base("sigmoid")
    {
    }

    internal override PlanTensor Call(StepBuilder step, PlanTensor input) => step.Sigmoid(input);
}
