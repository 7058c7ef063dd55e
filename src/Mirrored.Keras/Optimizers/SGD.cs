namespace Mirrored.Keras;

/// <summary>Gradient descent, with momentum if wanted.</summary>
/// <remarks><code>
/// w -= lr g                                                 without momentum
/// a = momentum a - lr g,  w += a                            with momentum
/// a = momentum a - lr g,  w += momentum a - lr g            with Nesterov's
/// </code>
/// Source: Keras; Sutskever et al., 2013.</remarks>
public sealed class SGD : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size, at least 0, or a schedule; default 0.01.</param>
    /// <param name="momentum">How much of the last step is repeated, in [0, 1]; default 0.</param>
    /// <param name="nesterov">Whether the step looks ahead along the momentum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or out of its range.</exception>
    public SGD(LearningRateSchedule? learningRate = null, double momentum = 0, bool nesterov = false)
        : base(learningRate ?? 0.01) => (Momentum, Nesterov) = (Hyperparameter.UnitInterval(momentum, nameof(momentum)), nesterov);

    /// <summary>How much of the last step is repeated.</summary>
    public double Momentum { get; }

    /// <summary>Whether the step looks ahead along the momentum.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected internal override void Update(UpdateBuilder update)
    {
        ArgumentNullException.ThrowIfNull(update);
        UpdateValue w = update.Weight, g = update.Gradient, rate = update.Scalar(s => -s.LearningRate);
        if (Momentum == 0)
        {
            update.Assign(w, UpdateValue.MultiplyAdd(rate, g, w));
            return;
        }

        UpdateValue step = rate * g, a = update.Slot("momentum");
        update.Assign(a, UpdateValue.MultiplyAdd(Momentum, a, step));
        update.Assign(w, w + (Nesterov ? UpdateValue.MultiplyAdd(Momentum, a, step) : a));
    }
}
