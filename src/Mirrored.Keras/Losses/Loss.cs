namespace Mirrored.Keras;

/// <summary>What training makes small; a string such as <c>"sparse_categorical_crossentropy"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of models. The loss of a batch is the mean over its rows, over all
/// replicas together.</remarks>
public abstract class Loss
{
    internal static readonly NameTable<Loss> Table = new(
        "loss",
        ("sparse_categorical_crossentropy", () => new SparseCategoricalCrossentropy()))
    { IgnoreCase = true };

    private protected Loss(string name) => Name = name;

    /// <summary>Keras's name, such as <c>sparse_categorical_crossentropy</c>.</summary>
    public string Name { get; }

    /// <summary>The loss of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Loss(string name) => FromString(name);

    /// <summary>The loss of a name.</summary>
    /// <param name="name">For example <c>sparse_categorical_crossentropy</c>.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Loss FromString(string name) => Table.Resolve(name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Describes the loss of each row, and how the backward pass starts.</summary>
    internal abstract PlanTensor Call(StepBuilder step, PlanTensor predictions);

    /// <summary>Refuses labels that do not go with predictions of a shape, before anything is computed.</summary>
    internal abstract void Check(NDArray labels, Shape predictions);
}
