namespace Mirrored.Keras;

/// <summary>Gaussian error linear unit: <c>x (1 + erf(x / sqrt 2)) / 2</c>.</summary>
/// <remarks>Source: Hendrycks and Gimpel, 2016.</remarks>
public sealed class Gelu : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    /// <param name="approximate">Whether to compute <c>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³))) / 2</c> instead.</param>
    public Gelu(bool approximate = false)
        : base("gelu") => Approximate = approximate;

    /// <summary>Whether tanh stands in for the error function.</summary>
    public bool Approximate { get; }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Gelu(input, Approximate);
    }
}
