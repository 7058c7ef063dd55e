namespace Mirrored.Keras;

/// <summary>A rate that goes from one value to another and stays there:
/// <c>(initial - end) (1 - iterations / decaySteps)^power + end</c>.</summary>
/// <param name="initialLearningRate">The rate at first, at least 0.</param>
/// <param name="decaySteps">Updates until the end, at least 1.</param>
/// <param name="endLearningRate">The rate at the end, at least 0.</param>
/// <param name="power">1 for a straight line; positive.</param>
/// <param name="cycle">Whether it begins anew behind the end, each time towards the next multiple of the steps.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
/// <remarks>Source: Keras.</remarks>
public sealed class PolynomialDecay(
    double initialLearningRate, long decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false)
    : LearningRateSchedule
{
    /// <summary>The rate at first.</summary>
    public double InitialLearningRate { get; } = Rate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>Updates until the end.</summary>
    public long DecaySteps { get; } = Steps(decaySteps, nameof(decaySteps));

    /// <summary>The rate at the end.</summary>
    public double EndLearningRate { get; } = Rate(endLearningRate, nameof(endLearningRate));

    /// <summary>1 for a straight line.</summary>
    public double Power { get; } = power > 0
        ? Finite(power, nameof(power))
        : throw new ArgumentOutOfRangeException(nameof(power), power, "Expected a positive number.");

    /// <summary>Whether it begins anew behind the end.</summary>
    public bool Cycle { get; } = cycle;

    /// <inheritdoc/>
    public override double At(long iterations)
    {
        double step = iterations, steps = DecaySteps;
        if (Cycle) steps *= Math.Max(1, Math.Ceiling(step / steps));
        else step = Math.Min(step, steps);
        return (InitialLearningRate - EndLearningRate) * Math.Pow(1 - step / steps, Power) + EndLearningRate;
    }
}
