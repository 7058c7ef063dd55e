namespace Mirrored.Keras;

/// <summary>The norm of each vector along an axis is drawn into a range:
/// <c>w *= (rate clip(norm, minValue, maxValue) + (1 - rate) norm) / (1e-7 + norm)</c>.</summary>
/// <param name="minValue">The smallest norm, at least 0; default 0.</param>
/// <param name="maxValue">The largest norm, at least <paramref name="minValue"/>; default 1.</param>
/// <param name="rate">How far a norm outside is brought back by one update, in [0, 1]; default 1, all the way.</param>
/// <param name="axis">The axis that the vectors lie along; 0, the default, takes a unit's weights in a dense kernel.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
/// <remarks>Source: Keras.</remarks>
public sealed class MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, int axis = 0) : Constraint
{
    /// <summary>The smallest norm.</summary>
    public double MinValue { get; } = Hyperparameter.NotNegative(minValue, nameof(minValue));

    /// <summary>The largest norm.</summary>
    public double MaxValue { get; } = maxValue >= minValue
        ? Hyperparameter.NotNegative(maxValue, nameof(maxValue))
        : throw new ArgumentOutOfRangeException(nameof(maxValue), maxValue, "Expected a number of at least minValue.");

    /// <summary>How far a norm outside is brought back by one update.</summary>
    public double Rate { get; } = Hyperparameter.UnitInterval(rate, nameof(rate));

    /// <summary>The axis that the vectors lie along.</summary>
    public int Axis { get; } = axis;

    internal override NormRange Norms => new(MinValue, MaxValue, Rate, Axis);
}
