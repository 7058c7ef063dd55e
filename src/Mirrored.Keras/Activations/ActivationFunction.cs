namespace Mirrored.Keras;

/// <summary>A function applied to a layer's output; a string such as <c>"relu"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of layers.</remarks>
public abstract class ActivationFunction
{
    internal static readonly NameTable<ActivationFunction> Table = new(
        "activation",
        ("linear", () => new Linear()),
        ("relu", () => new Relu()),
        ("sigmoid", () => new Sigmoid()),
        ("softmax", () => new Softmax()),
        ("tanh", () => new Tanh()));

    private protected ActivationFunction(string name) => Name = name;

    /// <summary>Keras's name, such as <c>relu</c>.</summary>
    public string Name { get; }

    /// <summary>The activation of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator ActivationFunction(string name) => FromString(name);

    /// <summary>The activation of a name.</summary>
    /// <param name="name">For example <c>relu</c>.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static ActivationFunction FromString(string name) => Table.Resolve(name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Describes the function of a tensor.</summary>
    internal abstract PlanTensor Call(StepBuilder step, PlanTensor input);
}
