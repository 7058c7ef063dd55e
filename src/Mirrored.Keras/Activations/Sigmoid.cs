namespace Mirrored.Keras;

/// <summary>The logistic function <c>1 / (1 + e^-x)</c>.</summary>
public sealed class Sigmoid : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Sigmoid()
        : base("sigmoid")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Sigmoid(input);
    }
}
