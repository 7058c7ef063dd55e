namespace Mirrored.Keras;

/// <summary>The logarithm of <see cref="Softmax"/> over the last axis: <c>x_j - log sum_k e^x_k</c>.</summary>
public sealed class LogSoftmax : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    public LogSoftmax()
        : base("log_softmax")
    {
    }

    internal override bool NeedsAxis => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The rows have no axis: over the batch alone it means nothing.</exception>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        RequireAxis(input);
        return step.LogSoftmax(input);
    }
}
