namespace Mirrored.Keras;

/// <summary>Adagrad: steps scaled by all of the gradient's past: <c>acc += g²</c>, <c>w -= lr g / (sqrt(acc) + epsilon)</c>.</summary>
/// <remarks>Source: Duchi, Hazan and Singer, 2011.</remarks>
public sealed class Adagrad : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size, at least 0, or a schedule; default 0.001.</param>
    /// <param name="initialAccumulatorValue">What the sum of squares starts with, at least 0; default 0.1.</param>
    /// <param name="epsilon">Keeps the division finite, positive; default 1e-7.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or out of its range.</exception>
    public Adagrad(LearningRateSchedule? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7)
        : base(learningRate ?? 0.001)
    {
        InitialAccumulatorValue = Hyperparameter.NotNegative(initialAccumulatorValue, nameof(initialAccumulatorValue));
        Epsilon = Hyperparameter.Positive(epsilon, nameof(epsilon));
    }

    /// <summary>What the sum of squares starts with.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override void Update(UpdateBuilder update)
    {
        ArgumentNullException.ThrowIfNull(update);
        UpdateValue w = update.Weight, g = update.Gradient, rate = update.Scalar(s => -s.LearningRate);
        UpdateValue accumulator = update.Slot("accumulator", InitialAccumulatorValue);
        update.Assign(accumulator, UpdateValue.MultiplyAdd(g, g, accumulator));
        update.Assign(w, UpdateValue.MultiplyAdd(rate, g / (UpdateValue.Sqrt(accumulator) + Epsilon), w));
    }
}
