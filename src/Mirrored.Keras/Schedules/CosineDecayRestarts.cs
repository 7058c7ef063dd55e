namespace Mirrored.Keras;

/// <summary>Half cosines down, one after the other, each longer and lower than the one before by fixed factors.</summary>
/// <param name="initialLearningRate">The rate at first, at least 0.</param>
/// <param name="firstDecaySteps">Updates of the first half cosine, at least 1.</param>
/// <param name="tMul">How much longer each next one is, at least 1.</param>
/// <param name="mMul">How much higher each next one starts, at least 0; usually at most 1.</param>
/// <param name="alpha">The rate at the end as a fraction of the first, in [0, 1].</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
/// <remarks>Within period i: <c>initial ((1 - alpha) mMul^i (1 + cos(pi done)) / 2 + alpha)</c>. Source: Loshchilov and Hutter,
/// 2016.</remarks>
public sealed class CosineDecayRestarts(
    double initialLearningRate, long firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0) : LearningRateSchedule
{
    /// <summary>The rate at first.</summary>
    public double InitialLearningRate { get; } = Rate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>Updates of the first half cosine.</summary>
    public long FirstDecaySteps { get; } = Steps(firstDecaySteps, nameof(firstDecaySteps));

    /// <summary>How much longer each next one is.</summary>
    public double TMul { get; } = tMul >= 1
        ? Finite(tMul, nameof(tMul))
        : throw new ArgumentOutOfRangeException(nameof(tMul), tMul, "Expected a number of at least 1.");

    /// <summary>How much higher each next one starts.</summary>
    public double MMul { get; } = mMul >= 0
        ? Finite(mMul, nameof(mMul))
        : throw new ArgumentOutOfRangeException(nameof(mMul), mMul, "Expected a number of at least 0.");

    /// <summary>The rate at the end as a fraction of the first.</summary>
    public double Alpha { get; } = alpha is >= 0 and <= 1
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a number in [0, 1].");

    /// <inheritdoc/>
    public override double At(long iterations)
    {
        double steps = FirstDecaySteps, left = iterations, height = 1;
        if (TMul == 1)
        {
            double periods = Math.Floor(left / steps);
            (left, height) = (left - periods * steps, Math.Pow(MMul, periods));
        }
        else
        {
            // Periods grow, so there are few; logarithms would miss the very step of a restart by rounding.
            for (; left >= steps; steps *= TMul, height *= MMul) left -= steps;
        }

        return InitialLearningRate * ((1 - Alpha) * 0.5 * height * (1 + Math.Cos(Math.PI * left / steps)) + Alpha);
    }
}
