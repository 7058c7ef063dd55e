namespace Mirrored.Keras;

/// <summary>A penalty on large weights that becomes part of the loss; a string such as <c>"l2"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of weights. The penalty counts once for a batch, whatever the number of
/// replicas, and is part of the reported loss, in evaluation too.</remarks>
public abstract class Regularizer
{
    internal static readonly NameTable<Regularizer> Table = new(
        "regularizer",
        ("l1", () => new L1()),
        ("l1_l2", () => new L1L2(DefaultFactor, DefaultFactor)),
        ("l2", () => new L2()))
    { IgnoreCase = true, Aliases = new Dictionary<string, string> { ["l1l2"] = "l1_l2" } };

    private protected const double DefaultFactor = 0.01;

    private protected Regularizer(double magnitudes, double squares) =>
        (Magnitudes, Squares) = (Finite(magnitudes, nameof(magnitudes)), Finite(squares, nameof(squares)));

    /// <summary>The factor of the sum of magnitudes.</summary>
    internal double Magnitudes { get; }

    /// <summary>The factor of the sum of squares.</summary>
    internal double Squares { get; }

    /// <summary>The regularizer of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Regularizer(string name) => FromString(name);

    /// <summary>The regularizer of a name, with the factor 0.01.</summary>
    /// <param name="name"><c>l1</c>, <c>l2</c> or <c>l1_l2</c>.</param>
    /// <returns>The regularizer.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Regularizer FromString(string name) => Table.Resolve(name);

    private static double Finite(double factor, string name) => float.IsFinite((float)factor)
        ? factor
        : throw new ArgumentOutOfRangeException(name, factor, "The factor of a penalty is a finite float32.");
}
