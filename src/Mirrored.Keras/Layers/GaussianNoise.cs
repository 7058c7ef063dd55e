namespace Mirrored.Keras;

/// <summary>In training adds normal numbers of mean 0 to the inputs; otherwise it does nothing.</summary>
/// <remarks>The numbers depend on seed, step, row of the global batch and column, not on the number of replicas.</remarks>
public sealed class GaussianNoise : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="stddev">The standard deviation of what is added, not negative.</param>
    /// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
    /// <param name="inputShape">The shape of one row of input, in the first layer of a model.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stddev"/> is negative or not finite.</exception>
    public GaussianNoise(double stddev, long? seed = null, Shape? inputShape = null, string? name = null)
        : base(name)
    {
        if (!double.IsFinite(stddev) || stddev < 0)
            throw new ArgumentOutOfRangeException(nameof(stddev), stddev, "A standard deviation is finite and not negative.");
        (StdDev, Seed, InputShape) = (stddev, seed, inputShape);
    }

    /// <summary>The standard deviation of what is added.</summary>
    public double StdDev { get; }

    /// <summary>The layer's own seed, or null.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.GaussianNoise(input, StdDev, Seed);
    }
}
