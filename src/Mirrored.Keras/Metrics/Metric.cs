namespace Mirrored.Keras;

/// <summary>A number that tells how good predictions are; a string such as <c>"accuracy"</c> converts to one.</summary>
/// <remarks>Immutable: one object may serve any number of models. What is reported is the mean over all rows of the epoch, over
/// all replicas together.</remarks>
public abstract class Metric
{
    internal static readonly NameTable<Metric> Table = new(
        "metric",
        ("accuracy", () => new Accuracy("accuracy")),
        ("acc", () => new Accuracy("acc")),
        ("sparse_categorical_accuracy", () => new SparseCategoricalAccuracy()));

    private protected Metric(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name under which it is reported.</summary>
    public string Name { get; }

    /// <summary>The metric of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Metric(string name) => FromString(name);

    /// <summary>The metric of a name.</summary>
    /// <param name="name">For example <c>accuracy</c>.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Metric FromString(string name) => Table.Resolve(name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Describes the metric of each row.</summary>
    internal abstract PlanTensor Call(StepBuilder step, PlanTensor predictions);
}
