namespace Mirrored.Keras;

/// <summary>RMSprop: steps scaled by a running mean of the gradient's square.</summary>
/// <remarks><code>
/// ms += (g² - ms) (1 - rho)
/// w -= lr g / (sqrt(ms) + epsilon)                                  without momentum
/// mom = momentum mom + lr g / sqrt(ms + epsilon),  w -= mom         with momentum
/// </code>
/// Centered: <c>mg += (g - mg) (1 - rho)</c>, and the variance <c>max(0, ms - mg²)</c> in place of <c>ms</c>. (Keras lets rounding
/// make it negative, and weights NaN.) Source: Keras; Hinton, 2012; Graves, 2013.</remarks>
public sealed class RMSprop : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size, at least 0, or a schedule; default 0.001.</param>
    /// <param name="rho">How slowly the means forget, in [0, 1); default 0.9.</param>
    /// <param name="momentum">How much of the last step is repeated, in [0, 1]; default 0.</param>
    /// <param name="epsilon">Keeps the division finite, positive; default 1e-7.</param>
    /// <param name="centered">Whether steps are scaled by the variance instead of the mean of squares.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or out of its range.</exception>
    public RMSprop(
        LearningRateSchedule? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7,
        bool centered = false)
        : base(learningRate ?? 0.001)
    {
        Rho = Hyperparameter.Fraction(rho, nameof(rho));
        Momentum = Hyperparameter.UnitInterval(momentum, nameof(momentum));
        Epsilon = Hyperparameter.Positive(epsilon, nameof(epsilon));
        Centered = centered;
    }

    /// <summary>How slowly the means forget.</summary>
    public double Rho { get; }

    /// <summary>How much of the last step is repeated.</summary>
    public double Momentum { get; }

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; }

    /// <summary>Whether steps are scaled by the variance instead of the mean of squares.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    protected internal override void Update(UpdateBuilder update)
    {
        ArgumentNullException.ThrowIfNull(update);
        UpdateValue w = update.Weight, g = update.Gradient, ms = update.Slot("rms");
        update.Assign(ms, UpdateValue.MultiplyAdd(g * g - ms, 1 - Rho, ms));
        UpdateValue scale = ms;
        if (Centered)
        {
            UpdateValue mg = update.Slot("mg");
            update.Assign(mg, UpdateValue.MultiplyAdd(g - mg, 1 - Rho, mg));
            scale = UpdateValue.Max(0, UpdateValue.MultiplyAdd(-mg, mg, ms));
        }

        if (Momentum == 0)
        {
            UpdateValue rate = update.Scalar(s => -s.LearningRate);
            update.Assign(w, UpdateValue.MultiplyAdd(rate, g / (UpdateValue.Sqrt(scale) + Epsilon), w));
            return;
        }

        UpdateValue momentum = update.Slot("momentum"), step = update.LearningRate * g / UpdateValue.Sqrt(scale + Epsilon);
        update.Assign(momentum, UpdateValue.MultiplyAdd(Momentum, momentum, step));
        update.Assign(w, w - momentum);
    }
}
