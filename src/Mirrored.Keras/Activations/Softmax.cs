namespace Mirrored.Keras;

/// <summary>Softmax over the last axis: <c>e^x_j / sum_k e^x_k</c>, so that a row is a probability distribution.</summary>
public sealed class Softmax : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public Softmax()
        : base("softmax")
    {
    }

    internal override bool NeedsAxis => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The rows have no axis: over the batch alone it means nothing.</exception>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        RequireAxis(input);
        return step.Softmax(input);
    }
}
