namespace Mirrored.Keras;

/// <summary>Random numbers of mean 0 and variance <c>scale / fan</c>.</summary>
/// <remarks>A matrix has its rows as inputs and its columns as outputs; a weight of shape <c>(k..., in, out)</c> has <c>in</c> and
/// <c>out</c> times the product of <c>k</c>; a vector of n numbers has n of both. Source: He et al., 2015.</remarks>
public class VarianceScaling : Initializer
{
    /// <summary>The standard deviation of a standard normal number that is redrawn beyond 2.</summary>
    private const double TruncatedStdDev = 0.87962566103423978;

    /// <summary>Makes the initializer.</summary>
    /// <param name="scale">The variance for a fan of 1, above 0.</param>
    /// <param name="mode">Which size of the weight divides it.</param>
    /// <param name="distribution">What is drawn from.</param>
    /// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0 and finite, or a mode or distribution does not
    /// exist.</exception>
    public VarianceScaling(
        double scale = 1, FanMode mode = FanMode.In, ScalingDistribution distribution = ScalingDistribution.TruncatedNormal,
        long? seed = null)
    {
        if (!double.IsFinite(scale) || scale <= 0)
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "A variance is above 0 and finite.");
        if (!Enum.IsDefined(mode)) throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode.");
        if (!Enum.IsDefined(distribution))
            throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "There is no such distribution.");
        (Scale, Mode, Distribution, Seed) = (scale, mode, distribution, seed);
    }

    /// <summary>The variance for a fan of 1.</summary>
    public double Scale { get; }

    /// <summary>Which size of the weight divides it.</summary>
    public FanMode Mode { get; }

    /// <summary>What is drawn from.</summary>
    public ScalingDistribution Distribution { get; }

    /// <summary>The initializer's own seed, or null.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        random = random.WithSeed(Seed);
        double stddev = Math.Sqrt(Scale / Fan(shape));
        switch (Distribution)
        {
            case ScalingDistribution.Uniform: random.Uniform(values, -Limit(shape), Limit(shape)); break;
            case ScalingDistribution.UntruncatedNormal: random.Normal(values, 0, stddev); break;
            default: random.TruncatedNormal(values, 0, stddev / TruncatedStdDev); break;
        }
    }

    internal override Operation? OnDevice(Parameter weight, ulong seed, uint stream)
    {
        if (Distribution != ScalingDistribution.Uniform) return null;
        float limit = Limit(weight.Shape);
        return new RandomUniformOperation
        {
            Output = weight.Value, Seed = Seed is { } own ? (ulong)own : seed, Stream = stream, Minimum = -limit, Maximum = limit,
        };
    }

    /// <summary>Half the width of the uniform distribution of the wanted variance.</summary>
    private float Limit(Shape shape) => (float)Math.Sqrt(3 * Scale / Fan(shape));

    private double Fan(Shape shape)
    {
        (double fanIn, double fanOut) = shape.Rank switch
        {
            0 => (1, 1),
            1 => (shape[0], shape[0]),
            _ => (shape.Length / (double)Math.Max(1, shape[-1]), shape.Length / (double)Math.Max(1, shape[-2])),
        };
        return Math.Max(1, Mode switch { FanMode.In => fanIn, FanMode.Out => fanOut, _ => (fanIn + fanOut) / 2 });
    }
}
