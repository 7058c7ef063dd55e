namespace Mirrored.Keras;

/// <summary>Rectified linear unit: <c>min(x, maxValue)</c> where <c>x &gt; threshold</c>, else <c>alpha (x - threshold)</c>; by default
/// <c>max(x, 0)</c>.</summary>
public sealed class Relu : ActivationFunction
{
    /// <summary>Makes the activation.</summary>
    /// <param name="alpha">The slope below the threshold.</param>
    /// <param name="maxValue">The largest value; null for none.</param>
    /// <param name="threshold">Where the rising part begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">The largest value is negative, or a number is not finite.</exception>
    public Relu(double alpha = 0, double? maxValue = null, double threshold = 0)
        : base("relu")
    {
        RequireFinite(alpha, nameof(alpha));
        RequireFinite(threshold, nameof(threshold));
        if (!(maxValue is null or >= 0))
            throw new ArgumentOutOfRangeException(nameof(maxValue), maxValue, "ReLU's largest value is not negative.");
        (Alpha, MaxValue, Threshold) = (alpha, maxValue, threshold);
    }

    /// <summary>The slope below the threshold.</summary>
    public double Alpha { get; }

    /// <summary>The largest value, or null.</summary>
    public double? MaxValue { get; }

    /// <summary>Where the rising part begins.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Relu(input, Alpha, MaxValue ?? double.PositiveInfinity, Threshold);
    }
}
