namespace Mirrored.Keras;

/// <summary>A rate that falls as one over time: <c>initial / (1 + decayRate iterations / decaySteps)</c>.</summary>
/// <param name="initialLearningRate">The rate at first, at least 0.</param>
/// <param name="decaySteps">The unit of time in updates, at least 1.</param>
/// <param name="decayRate">How fast it falls, at least 0.</param>
/// <param name="staircase">Whether the rate changes in steps: time is rounded down.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
/// <remarks>With <c>decaySteps: 1</c> this is what the argument <c>decay</c> of Keras's older optimizers does. Source: Keras.</remarks>
public sealed class InverseTimeDecay(double initialLearningRate, long decaySteps, double decayRate, bool staircase = false)
    : LearningRateSchedule
{
    /// <summary>The rate at first.</summary>
    public double InitialLearningRate { get; } = Rate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>The unit of time in updates.</summary>
    public long DecaySteps { get; } = Steps(decaySteps, nameof(decaySteps));

    /// <summary>How fast it falls.</summary>
    public double DecayRate { get; } = decayRate >= 0
        ? Finite(decayRate, nameof(decayRate))
        : throw new ArgumentOutOfRangeException(nameof(decayRate), decayRate, "Expected a number of at least 0.");

    /// <summary>Whether the rate changes in steps.</summary>
    public bool Staircase { get; } = staircase;

    /// <inheritdoc/>
    public override double At(long iterations)
    {
        double time = (double)iterations / DecaySteps;
        return InitialLearningRate / (1 + DecayRate * (Staircase ? Math.Floor(time) : time));
    }
}
