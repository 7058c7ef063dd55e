namespace Mirrored.Keras;

/// <summary>A rate that shrinks by the same factor every so many updates:
/// <c>initial decayRate^(iterations / decaySteps)</c>.</summary>
/// <param name="initialLearningRate">The rate at first, at least 0.</param>
/// <param name="decaySteps">Updates after which the factor has been applied once, at least 1.</param>
/// <param name="decayRate">The factor, positive.</param>
/// <param name="staircase">Whether the rate changes in steps: the exponent is rounded down.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
/// <remarks>Source: Keras.</remarks>
public sealed class ExponentialDecay(double initialLearningRate, long decaySteps, double decayRate, bool staircase = false)
    : LearningRateSchedule
{
    /// <summary>The rate at first.</summary>
    public double InitialLearningRate { get; } = Rate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>Updates after which the factor has been applied once.</summary>
    public long DecaySteps { get; } = Steps(decaySteps, nameof(decaySteps));

    /// <summary>The factor.</summary>
    public double DecayRate { get; } = decayRate > 0
        ? Finite(decayRate, nameof(decayRate))
        : throw new ArgumentOutOfRangeException(nameof(decayRate), decayRate, "Expected a positive number.");

    /// <summary>Whether the rate changes in steps.</summary>
    public bool Staircase { get; } = staircase;

    /// <inheritdoc/>
    public override double At(long iterations)
    {
        double exponent = (double)iterations / DecaySteps;
        return InitialLearningRate * Math.Pow(DecayRate, Staircase ? Math.Floor(exponent) : exponent);
    }
}
