namespace Mirrored.Keras;

/// <summary>The norm of each vector along an axis is at most a limit: <c>w *= min(norm, maxValue) / (1e-7 + norm)</c>.</summary>
/// <param name="maxValue">The limit, at least 0; default 2.</param>
/// <param name="axis">The axis that the vectors lie along; 0, the default, takes a unit's weights in a dense kernel.</param>
/// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
/// <remarks>Source: Keras; Srivastava et al., 2014.</remarks>
public sealed class MaxNorm(double maxValue = 2, int axis = 0) : Constraint
{
    /// <summary>The limit.</summary>
    public double MaxValue { get; } = Hyperparameter.NotNegative(maxValue, nameof(maxValue));

    /// <summary>The axis that the vectors lie along.</summary>
    public int Axis { get; } = axis;

    internal override NormRange Norms => new(0, MaxValue, 1, Axis);
}
