namespace Mirrored.Keras;

/// <summary>Exponential linear unit: <c>x</c> where positive, else <c>alpha (e^x - 1)</c>.</summary>
/// <remarks>Source: Clevert et al., 2015.</remarks>
public sealed class Elu : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    /// <param name="alpha">The limit for very negative numbers, its sign reversed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public Elu(double alpha = 1)
        : base("elu")
    {
        RequireFinite(alpha, nameof(alpha));
        Alpha = alpha;
    }

    /// <summary>The limit for very negative numbers, its sign reversed.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Elu(input, Alpha);
    }
}
