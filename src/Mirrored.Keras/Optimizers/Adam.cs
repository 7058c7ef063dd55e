namespace Mirrored.Keras;

/// <summary>Adam: steps scaled by running means of the gradient and of its square.</summary>
/// <remarks><code>
/// m += (g - m) (1 - beta1)
/// v += (g² - v) (1 - beta2)
/// w -= lr sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
/// </code>
/// As in Keras, epsilon is added to the uncorrected root; PyTorch adds it to the corrected one.
/// Source: Kingma and Ba, 2015, end of section 2.</remarks>
public sealed class Adam : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size, at least 0; default 0.001.</param>
    /// <param name="beta1">How slowly the mean of gradients forgets, in [0, 1); default 0.9.</param>
    /// <param name="beta2">How slowly the mean of squares forgets, in [0, 1); default 0.999.</param>
    /// <param name="epsilon">Keeps the division finite, positive; default 1e-7.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or out of its range.</exception>
    public Adam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(learningRate)
    {
        if (!(beta1 is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(beta1), beta1, "Expected a number in [0, 1).");
        if (!(beta2 is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(beta2), beta2, "Expected a number in [0, 1).");
        if (!float.IsFinite((float)epsilon) || (float)epsilon <= 0)
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Expected a number that is positive in float32.");
        (Beta1, Beta2, Epsilon) = (beta1, beta2, epsilon);
    }

    /// <summary>How slowly the mean of gradients forgets.</summary>
    public double Beta1 { get; }

    /// <summary>How slowly the mean of squares forgets.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; }

    internal override int Slots => 2;

    internal override IReadOnlyList<Operation> Update(ParameterLayout layout) =>
    [
        new AdamOperation
        {
            Weights = layout.Trainable(MemoryRegion.Weights, "weights"),
            Gradients = layout.Trainable(MemoryRegion.Gradients, "gradients"),
            Momentum = layout.Trainable(MemoryRegion.Slots, "momentum", slot: 0),
            Velocity = layout.Trainable(MemoryRegion.Slots, "velocity", slot: 1),
            Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon,
        },
    ];

    internal override void Fill(ref StepState state, double learningRate)
    {
        state.LearningRate = (float)learningRate;
        state.StepSize = (float)(learningRate * Math.Sqrt(1 - Math.Pow(Beta2, state.Step)) / (1 - Math.Pow(Beta1, state.Step)));
    }
}
