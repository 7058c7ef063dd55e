namespace Mirrored.Keras;

/// <summary>A rate that follows half a cosine down and stays there:
/// <c>initial ((1 - alpha) (1 + cos(pi iterations / decaySteps)) / 2 + alpha)</c>.</summary>
/// <param name="initialLearningRate">The rate at first, at least 0.</param>
/// <param name="decaySteps">Updates until the end, at least 1.</param>
/// <param name="alpha">The rate at the end as a fraction of the first, in [0, 1].</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
/// <remarks>Source: Loshchilov and Hutter, 2016.</remarks>
public sealed class CosineDecay(double initialLearningRate, long decaySteps, double alpha = 0) : LearningRateSchedule
{
    /// <summary>The rate at first.</summary>
    public double InitialLearningRate { get; } = Rate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>Updates until the end.</summary>
    public long DecaySteps { get; } = Steps(decaySteps, nameof(decaySteps));

    /// <summary>The rate at the end as a fraction of the first.</summary>
    public double Alpha { get; } = alpha is >= 0 and <= 1
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a number in [0, 1].");

    /// <inheritdoc/>
    public override double At(long iterations)
    {
        double done = Math.Min(iterations, DecaySteps) / (double)DecaySteps;
        return InitialLearningRate * ((1 - Alpha) * 0.5 * (1 + Math.Cos(Math.PI * done)) + Alpha);
    }
}
