namespace Mirrored.Keras;

/// <summary>Normal numbers of which none lies further than two standard deviations from the mean.</summary>
public sealed class TruncatedNormal : Initializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="stddev">The standard deviation before the ends are cut off, not negative.</param>
    /// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the standard deviation negative or not finite.</exception>
    public TruncatedNormal(double mean = 0, double stddev = 0.05, long? seed = null)
    {
        if (!double.IsFinite(mean)) throw new ArgumentOutOfRangeException(nameof(mean), mean, "Expected a finite mean.");
        if (!double.IsFinite(stddev) || stddev < 0)
            throw new ArgumentOutOfRangeException(nameof(stddev), stddev, "A standard deviation is finite and not negative.");
        (Mean, StdDev, Seed) = (mean, stddev, seed);
    }

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation before the ends are cut off.</summary>
    public double StdDev { get; }

    /// <summary>The initializer's own seed, or null.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        random.WithSeed(Seed).TruncatedNormal(values, Mean, StdDev);
    }
}
