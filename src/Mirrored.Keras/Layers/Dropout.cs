namespace Mirrored.Keras;

/// <summary>In training sets a random fraction of the inputs to zero and scales the others by <c>1 / (1 - rate)</c>.</summary>
/// <remarks>Otherwise it does nothing. Which inputs are dropped depends on seed, step, row of the global batch and column, not
/// on the number of replicas. Source: Srivastava et al., 2014.</remarks>
public sealed class Dropout : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The probability of dropping an input, in [0, 1].</param>
    /// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not in [0, 1].</exception>
    public Dropout(double rate, long? seed = null, string? name = null)
        : base(name)
    {
        if (!(rate is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate lies in [0, 1].");
        (Rate, Seed) = (rate, seed);
    }

    /// <summary>The probability of dropping an input.</summary>
    public double Rate { get; }

    /// <summary>The layer's own seed, or null.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Dropout(input, Rate, Seed);
    }
}
