namespace Mirrored.Keras;

/// <summary>A function applied to a layer's output; a string such as <c>"relu"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of layers. To write one, derive and override <see cref="Call"/>.</remarks>
public abstract class ActivationFunction
{
    internal static readonly NameTable<ActivationFunction> Table = new(
        "activation",
        ("elu", () => new Elu()),
        ("exponential", () => new Exponential()),
        ("gelu", () => new Gelu()),
        ("hard_sigmoid", () => new HardSigmoid()),
        ("leaky_relu", () => new LeakyRelu()),
        ("linear", () => new Linear()),
        ("log_softmax", () => new LogSoftmax()),
        ("relu", () => new Relu()),
        ("relu6", () => new Relu6()),
        ("selu", () => new Selu()),
        ("sigmoid", () => new Sigmoid()),
        ("softmax", () => new Softmax()),
        ("softplus", () => new Softplus()),
        ("softsign", () => new Softsign()),
        ("swish", () => new Swish()),
        ("tanh", () => new Tanh()))
    {
        Aliases = new Dictionary<string, string>(StringComparer.Ordinal) { ["silu"] = "swish" },
    };

    /// <summary>Names the activation.</summary>
    /// <param name="name">Keras's name, or one's own.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected ActivationFunction(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>Keras's name, such as <c>relu</c>.</summary>
    public string Name { get; }

    /// <summary>True when rows need an axis to be computed over.</summary>
    internal virtual bool NeedsAxis => false;

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

    /// <summary>Describes the function of a tensor; its gradient follows from the operations used.</summary>
    /// <param name="step">Takes the operations.</param>
    /// <param name="input">The rows, <c>(rows, ...)</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    public abstract PlanTensor Call(StepBuilder step, PlanTensor input);

    private protected static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, "Expected a finite number.");
    }

    private protected void RequireAxis(PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank < 2)
            throw new ArgumentException($"{Name} needs rows of at least one axis: expected (rows, ..., n), found {input.Shape}.", nameof(input));
    }
}
