namespace Mirrored.Keras;

/// <summary><c>scale x</c> where <c>x</c> is positive, else <c>scale alpha (e^x - 1)</c>; alpha 1.6733, scale 1.0507.</summary>
/// <remarks>With <see cref="LecunNormal"/> it keeps mean 0 and variance 1. Source: Klambauer et al., 2017.</remarks>
public sealed class Selu : ActivationFunction
{
    private const double Alpha = 1.6732632423543772;
    private const double Scale = 1.0507009873554805;

    /// <summary>Makes the activation.</summary>
    public Selu()
        : base("selu")
    {
    }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Elu(input, Alpha, Scale);
    }
}
