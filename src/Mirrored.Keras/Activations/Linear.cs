namespace Mirrored.Keras;

/// <summary>No activation: <c>x</c>.</summary>
public sealed class Linear : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Linear()
        : base("linear")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return input;
    }
}
