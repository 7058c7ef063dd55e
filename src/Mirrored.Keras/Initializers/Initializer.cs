namespace Mirrored.Keras;

/// <summary>How a weight starts; a string such as <c>"glorot_uniform"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of layers. Random ones draw different numbers for every weight.</remarks>
public abstract class Initializer
{
    internal static readonly NameTable<Initializer> Table = new(
        "initializer",
        ("constant", () => new Constant()),
        ("glorot_uniform", () => new GlorotUniform()),
        ("ones", () => new Ones()),
        ("zeros", () => new Zeros()));

    private protected Initializer()
    {
    }

    /// <summary>The initializer of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Initializer(string name) => FromString(name);

    /// <summary>The initializer of a name.</summary>
    /// <param name="name">For example <c>glorot_uniform</c>.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Initializer FromString(string name) => Table.Resolve(name);

    /// <summary>The operation that fills a weight.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="seed">The strategy's seed.</param>
    /// <param name="stream">Keeps the draws of different weights apart.</param>
    internal abstract Operation Fill(Parameter weight, ulong seed, uint stream);
}
