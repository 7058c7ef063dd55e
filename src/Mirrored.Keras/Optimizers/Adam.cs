namespace Mirrored.Keras;

/// <summary>Adam: steps scaled by running means of the gradient and of its square.</summary>
/// <remarks><code>
/// m += (g - m) (1 - beta1)
/// v += (g² - v) (1 - beta2)
/// w -= lr sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)      with amsgrad: sqrt of the largest v so far
/// </code>
/// As in Keras, epsilon is added to the uncorrected root; PyTorch adds it to the corrected one.
/// Source: Kingma and Ba, 2015, end of section 2; Reddi et al., 2018.</remarks>
public sealed class Adam : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size, at least 0, or a schedule; default 0.001.</param>
    /// <param name="beta1">How slowly the mean of gradients forgets, in [0, 1); default 0.9.</param>
    /// <param name="beta2">How slowly the mean of squares forgets, in [0, 1); default 0.999.</param>
    /// <param name="epsilon">Keeps the division finite, positive; default 1e-7.</param>
    /// <param name="amsgrad">Whether steps are scaled by the largest mean of squares so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or out of its range.</exception>
    public Adam(
        LearningRateSchedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        bool amsgrad = false)
        : base(learningRate ?? 0.001)
    {
        Beta1 = Hyperparameter.Fraction(beta1, nameof(beta1));
        Beta2 = Hyperparameter.Fraction(beta2, nameof(beta2));
        Epsilon = Hyperparameter.Positive(epsilon, nameof(epsilon));
        Amsgrad = amsgrad;
    }

    /// <summary>How slowly the mean of gradients forgets.</summary>
    public double Beta1 { get; }

    /// <summary>How slowly the mean of squares forgets.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; }

    /// <summary>Whether steps are scaled by the largest mean of squares so far.</summary>
    public bool Amsgrad { get; }

    /// <inheritdoc/>
    protected internal override void Update(UpdateBuilder update)
    {
        ArgumentNullException.ThrowIfNull(update);
        AdamUpdate.Describe(update, Beta1, Beta2, Epsilon, Amsgrad);
    }
}
