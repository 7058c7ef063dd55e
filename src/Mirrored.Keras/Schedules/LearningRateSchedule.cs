namespace Mirrored.Keras;

/// <summary>A learning rate that follows the number of updates; a plain number converts to one that never changes.</summary>
/// <remarks>Immutable: one object may serve any number of optimizers. To write one, override <see cref="At"/>.</remarks>
/// <example><code>new Adam(new ExponentialDecay(0.01, decaySteps: 1000, decayRate: 0.9))</code></example>
public abstract class LearningRateSchedule
{
    /// <summary>The rate that never changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite float32 of at least 0.</exception>
    public static implicit operator LearningRateSchedule(double learningRate) => FromDouble(learningRate);

    /// <summary>The rate that never changes.</summary>
    /// <param name="learningRate">The rate, at least 0.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite float32 of at least 0.</exception>
    public static LearningRateSchedule FromDouble(double learningRate) => new ConstantLearningRate(learningRate);

    /// <summary>The rate of one update.</summary>
    /// <param name="iterations">The number of updates before it: 0 at first.</param>
    /// <returns>A finite number of at least 0; the same for the same argument.</returns>
    /// <remarks>Called once a step, on the thread that trains.</remarks>
    public abstract double At(long iterations);

    private protected static double Rate(double value, string parameter)
    {
        LearningRates.Check(value, parameter);
        return value;
    }

    private protected static double Finite(double value, string parameter) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, "Expected a finite number.");

    private protected static long Steps(long value, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, parameter);
        return value;
    }
}
