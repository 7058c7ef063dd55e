namespace Mirrored.Keras;

/// <summary>How a weight starts; a string such as <c>"glorot_uniform"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of layers. Random ones draw different numbers for every weight. To write
/// one, derive and override <see cref="Fill"/>.</remarks>
public abstract class Initializer
{
    internal static readonly NameTable<Initializer> Table = new(
        "initializer",
        ("constant", () => new Constant()),
        ("glorot_normal", () => new GlorotNormal()),
        ("glorot_uniform", () => new GlorotUniform()),
        ("he_normal", () => new HeNormal()),
        ("he_uniform", () => new HeUniform()),
        ("identity", () => new Identity()),
        ("lecun_normal", () => new LecunNormal()),
        ("lecun_uniform", () => new LecunUniform()),
        ("ones", () => new Ones()),
        ("orthogonal", () => new Orthogonal()),
        ("random_normal", () => new RandomNormal()),
        ("random_uniform", () => new RandomUniform()),
        ("truncated_normal", () => new TruncatedNormal()),
        ("variance_scaling", () => new VarianceScaling()),
        ("zeros", () => new Zeros()))
    {
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Constant"] = "constant", ["GlorotNormal"] = "glorot_normal", ["GlorotUniform"] = "glorot_uniform",
            ["HeNormal"] = "he_normal", ["HeUniform"] = "he_uniform", ["Identity"] = "identity", ["LecunNormal"] = "lecun_normal",
            ["LecunUniform"] = "lecun_uniform", ["Ones"] = "ones", ["Orthogonal"] = "orthogonal", ["RandomNormal"] = "random_normal",
            ["RandomUniform"] = "random_uniform", ["TruncatedNormal"] = "truncated_normal",
            ["VarianceScaling"] = "variance_scaling", ["Zeros"] = "zeros",
        },
    };

    /// <summary>The initializer of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Initializer(string name) => FromString(name);

    /// <summary>The initializer of a name.</summary>
    /// <param name="name">For example <c>glorot_uniform</c>.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Initializer FromString(string name) => Table.Resolve(name);

    /// <summary>Fills a weight, on the host; every device then gets the same numbers.</summary>
    /// <param name="values">The weight's numbers, row-major, all zero.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="random">Draws numbers that depend on the strategy's seed and on which weight of the model this is.</param>
    /// <exception cref="ArgumentException">Weights of this shape cannot start so.</exception>
    protected internal abstract void Fill(Span<float> values, Shape shape, InitialRandom random);

    /// <summary>The operation that writes the same numbers as <see cref="Fill"/> on the device, where there is one.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="seed">The strategy's seed.</param>
    /// <param name="stream">Keeps the draws of different weights apart.</param>
    internal virtual Operation? OnDevice(Parameter weight, ulong seed, uint stream) => null;
}
