namespace Mirrored.Keras;

/// <summary><c>x</c> where positive, else <c>alpha x</c>.</summary>
/// <remarks>Source: Maas et al., 2013.</remarks>
public sealed class LeakyRelu : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    /// <param name="alpha">The slope below 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public LeakyRelu(double alpha = 0.2)
        : base("leaky_relu")
    {
        RequireFinite(alpha, nameof(alpha));
        Alpha = alpha;
    }

    /// <summary>The slope below 0.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Relu(input, Alpha);
    }
}
