namespace Mirrored.Keras;

/// <summary><c>0.2 x + 0.5</c>, at least 0 and at most 1.</summary>
public sealed class HardSigmoid : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public HardSigmoid()
        : base("hard_sigmoid")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.HardSigmoid(input);
    }
}
