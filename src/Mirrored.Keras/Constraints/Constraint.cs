namespace Mirrored.Keras;

/// <summary>What weights are brought back to after every update; a string such as <c>"non_neg"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of weights.</remarks>
public abstract class Constraint
{
    internal static readonly NameTable<Constraint> Table = new(
        "constraint",
        ("max_norm", () => new MaxNorm()),
        ("min_max_norm", () => new MinMaxNorm()),
        ("non_neg", () => new NonNeg()),
        ("unit_norm", () => new UnitNorm()))
    { IgnoreCase = true };

    private protected Constraint()
    {
    }

    /// <summary>The norms that are allowed, or null.</summary>
    internal virtual NormRange? Norms => null;

    /// <summary>What no element may be below.</summary>
    internal virtual double Floor => double.NegativeInfinity;

    /// <summary>The constraint of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Constraint(string name) => FromString(name);

    /// <summary>The constraint of a name, with its default settings.</summary>
    /// <param name="name">For example <c>max_norm</c>.</param>
    /// <returns>The constraint.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Constraint FromString(string name) => Table.Resolve(name);

    /// <summary>Refuses a weight that lacks the axis.</summary>
    internal void Check(string weight, Shape shape)
    {
        if (Norms is { } range && (range.Axis >= shape.Rank || range.Axis < -shape.Rank))
            throw new ArgumentException($"{GetType().Name} takes norms along axis {range.Axis}, but {weight} has shape {shape}.");
    }
}
