namespace Mirrored.Keras;

/// <summary><c>min(max(x, 0), 6)</c>.</summary>
public sealed class Relu6 : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Relu6()
        : base("relu6")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Relu(input, slope: 0, maximum: 6);
    }
}
