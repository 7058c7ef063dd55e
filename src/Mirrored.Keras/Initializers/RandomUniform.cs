namespace Mirrored.Keras;

/// <summary>Uniform numbers in <c>[minimum, maximum)</c>.</summary>
public sealed class RandomUniform : Initializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="minimum">The smallest number.</param>
    /// <param name="maximum">The end of the range.</param>
    /// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
    /// <exception cref="ArgumentException">The range is empty or not finite.</exception>
    public RandomUniform(double minimum = -0.05, double maximum = 0.05, long? seed = null)
    {
        if (!double.IsFinite(minimum) || !double.IsFinite(maximum) || minimum > maximum)
            throw new ArgumentException($"Cannot draw from [{minimum}, {maximum}): expected two finite numbers in order.");
        (Minimum, Maximum, Seed) = (minimum, maximum, seed);
    }

    /// <summary>The smallest number.</summary>
    public double Minimum { get; }

    /// <summary>The end of the range.</summary>
    public double Maximum { get; }

    /// <summary>The initializer's own seed, or null.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        random.WithSeed(Seed).Uniform(values, (float)Minimum, (float)Maximum);
    }

    internal override Operation OnDevice(Parameter weight, ulong seed, uint stream) => new RandomUniformOperation
    {
        Output = weight.Value, Seed = Seed is { } own ? (ulong)own : seed, Stream = stream,
        Minimum = (float)Minimum, Maximum = (float)Maximum,
    };
}
