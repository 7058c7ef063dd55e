namespace Mirrored.Keras;

/// <summary>How gradients change weights; a string such as <c>"adam"</c> converts to one.</summary>
/// <remarks>Immutable: it says how, the model keeps the state, so one object may serve any number of models. The live learning
/// rate is that of <see cref="Sequential.Optimizer"/>.</remarks>
public abstract class Optimizer
{
    internal static readonly NameTable<Optimizer> Table = new("optimizer", ("adam", () => new Adam())) { IgnoreCase = true };

    private protected Optimizer(double learningRate)
    {
        LearningRates.Check(learningRate, nameof(learningRate));
        LearningRate = learningRate;
    }

    /// <summary>The learning rate to start with.</summary>
    public double LearningRate { get; }

    /// <summary>The number of numbers that are kept for each weight.</summary>
    internal abstract int Slots { get; }

    /// <summary>The optimizer of a name, with its default settings.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Optimizer(string name) => FromString(name);

    /// <summary>The optimizer of a name, with its default settings.</summary>
    /// <param name="name">For example <c>adam</c>, in upper or lower case.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Optimizer FromString(string name) => Table.Resolve(name);

    /// <summary>The operations of one update over the flat range of all weights.</summary>
    internal abstract IReadOnlyList<Operation> Update(ParameterLayout layout);

    /// <summary>Fills in the numbers of one update.</summary>
    internal abstract void Fill(ref StepState state, double learningRate);
}
