using System.Runtime.CompilerServices;

namespace Mirrored.Keras;

/// <summary>The random numbers that one weight starts from.</summary>
/// <remarks>They are a function (Philox4x32-10) of the seed, of which weight of the model it is, of how many calls came before,
/// and of the element: the same on every device, for any number of replicas, and on every machine.</remarks>
public sealed class InitialRandom
{
    private const double Words = 4294967296;

    /// <summary>The probability that a normal number lies below -2.</summary>
    private const double BelowMinusTwo = 0.022750131948179207;

    private readonly ulong _seed;
    private readonly uint _stream;
    private uint _calls;

    internal InitialRandom(ulong seed, uint stream) => (_seed, _stream) = (seed, stream);

    /// <summary>The numbers of the same weight from another seed.</summary>
    /// <param name="seed">The seed; null keeps this one.</param>
    /// <returns>The numbers.</returns>
    public InitialRandom WithSeed(long? seed) => seed is { } own ? new((ulong)own, _stream) : this;

    /// <summary>Uniform numbers in <c>[minimum, maximum)</c> of 24 random bits each; rounding may give the maximum.</summary>
    /// <param name="values">Where they go.</param>
    /// <param name="minimum">The smallest.</param>
    /// <param name="maximum">The end.</param>
    public void Uniform(Span<float> values, float minimum, float maximum)
    {
        float span = maximum - minimum;
        Draw(values, word => MathF.FusedMultiplyAdd((word >> 8) * (1f / (1 << 24)), span, minimum));
    }

    /// <summary>Normal numbers.</summary>
    /// <param name="values">Where they go.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="stddev">Their standard deviation.</param>
    public void Normal(Span<float> values, double mean, double stddev) =>
        Draw(values, word => (float)(mean + (stddev * NormalQuantile.Of((word + 0.5) / Words))));

    /// <summary>Normal numbers of which none lies further than two standard deviations from the mean.</summary>
    /// <param name="values">Where they go.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="stddev">The standard deviation before the ends are cut off.</param>
    public void TruncatedNormal(Span<float> values, double mean, double stddev) => Draw(values, word =>
    {
        double probability = BelowMinusTwo + ((word + 0.5) / Words * (1 - (2 * BelowMinusTwo)));
        return (float)(mean + (stddev * NormalQuantile.Of(probability)));
    });

    /// <summary>Makes each number of one word: element <c>i</c> of the next call's numbers takes word <c>i mod 4</c>.</summary>
    [SkipLocalsInit]
    private unsafe void Draw(Span<float> values, Func<uint, float> make)
    {
        uint* words = stackalloc uint[Philox.Words];
        uint call = _calls++;
        for (int i = 0; i < values.Length; i++)
        {
            if (i % Philox.Words == 0) Philox.Draw(_seed, (uint)(i / Philox.Words), call, 0, _stream, words);
            values[i] = make(words[i % Philox.Words]);
        }
    }
}
