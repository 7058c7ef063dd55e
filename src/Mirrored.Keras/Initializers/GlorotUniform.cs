namespace Mirrored.Keras;

/// <summary>Uniform numbers in <c>[-limit, limit)</c> with <c>limit = sqrt(6 / (fan_in + fan_out))</c>: what kernels do by default.</summary>
/// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
/// <remarks>For a matrix fan_in and fan_out are its rows and columns. Source: Glorot and Bengio, 2010, equation 16.</remarks>
public sealed class GlorotUniform(long? seed = null) : Initializer
{
    /// <summary>The initializer's own seed, or null.</summary>
    public long? Seed { get; } = seed;

    internal override Operation Fill(Parameter weight, ulong seed, uint stream)
    {
        (double fanIn, double fanOut) = Fans(weight.Shape);
        float limit = (float)Math.Sqrt(6 / (fanIn + fanOut));
        return new RandomUniformOperation
        {
            Output = weight.Value, Seed = Seed is { } own ? (ulong)own : seed, Stream = stream, Minimum = -limit, Maximum = limit,
        };
    }

    private static (double In, double Out) Fans(Shape shape) => shape.Rank switch
    {
        0 => (1, 1),
        1 => (shape[0], shape[0]),
        _ => (shape.Length / (double)shape[-1], shape[-1]),
    };
}
