namespace Mirrored.Keras;

/// <summary>Adam with decoupled weight decay: <c>w -= lr weightDecay w</c>, then the step of <see cref="Adam"/>.</summary>
/// <remarks>Unlike an L2 penalty the decay is not scaled by the gradients' history. (TensorFlow 2.9's experimental AdamW takes
/// <c>1 - lr weightDecay</c> of each weight away, which is an error; later versions do as here.) Source: Loshchilov and Hutter,
/// 2019.</remarks>
/// <example><code>new AdamW(0.001, weightDecay: 0.01) { ExcludeFromWeightDecay = ["bias"] }</code></example>
public sealed class AdamW : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step size, at least 0, or a schedule; default 0.001.</param>
    /// <param name="weightDecay">How much of each weight an update takes away, times the learning rate; at least 0, default
    /// 0.004.</param>
    /// <param name="beta1">How slowly the mean of gradients forgets, in [0, 1); default 0.9.</param>
    /// <param name="beta2">How slowly the mean of squares forgets, in [0, 1); default 0.999.</param>
    /// <param name="epsilon">Keeps the division finite, positive; default 1e-7.</param>
    /// <param name="amsgrad">Whether steps are scaled by the largest mean of squares so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or out of its range.</exception>
    public AdamW(
        LearningRateSchedule? learningRate = null, double weightDecay = 0.004, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-7, bool amsgrad = false)
        : base(learningRate ?? 0.001)
    {
        WeightDecay = Hyperparameter.NotNegative(weightDecay, nameof(weightDecay));
        Beta1 = Hyperparameter.Fraction(beta1, nameof(beta1));
        Beta2 = Hyperparameter.Fraction(beta2, nameof(beta2));
        Epsilon = Hyperparameter.Positive(epsilon, nameof(epsilon));
        Amsgrad = amsgrad;
    }

    /// <summary>How much of each weight an update takes away, times the learning rate.</summary>
    public double WeightDecay { get; }

    /// <summary>How slowly the mean of gradients forgets.</summary>
    public double Beta1 { get; }

    /// <summary>How slowly the mean of squares forgets.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the division finite.</summary>
    public double Epsilon { get; }

    /// <summary>Whether steps are scaled by the largest mean of squares so far.</summary>
    public bool Amsgrad { get; }

    /// <summary>Parts of names: weights whose name holds one of them do not decay. None by default.</summary>
    public IReadOnlyList<string> ExcludeFromWeightDecay { get; init; } = [];

    /// <summary>Says of further weights that they do not decay; null for none.</summary>
    public Func<Parameter, bool>? ExcludeFromWeightDecayWhen { get; init; }

    /// <inheritdoc/>
    protected internal override void Update(UpdateBuilder update)
    {
        ArgumentNullException.ThrowIfNull(update);
        AdamUpdate.Describe(update, Beta1, Beta2, Epsilon, Amsgrad, decays: true);
    }

    /// <inheritdoc/>
    protected internal override double WeightDecayOf(Parameter weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        bool excluded = ExcludeFromWeightDecay.Any(part => weight.Name.Contains(part, StringComparison.Ordinal))
            || ExcludeFromWeightDecayWhen?.Invoke(weight) == true;
        return excluded ? 0 : WeightDecay;
    }
}
