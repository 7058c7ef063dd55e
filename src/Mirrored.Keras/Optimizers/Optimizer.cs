namespace Mirrored.Keras;

/// <summary>How gradients change weights; a string such as <c>"adam"</c> converts to one.</summary>
/// <remarks>
/// <para>Immutable: it says how, the model keeps the state, so one object may serve any number of models. The live learning
/// rate is that of <see cref="Sequential.Optimizer"/>.</para>
/// <para>In each step: gradients are summed over all replicas; penalties add theirs; elements, then norms are limited; weights
/// decay; weights change; constraints are applied. To write an optimizer, override <see cref="Update"/>.</para>
/// </remarks>
public abstract class Optimizer
{
    internal static readonly NameTable<Optimizer> Table = new(
        "optimizer",
        ("adagrad", () => new Adagrad()),
        ("adam", () => new Adam()),
        ("adamw", () => new AdamW()),
        ("rmsprop", () => new RMSprop()),
        ("sgd", () => new SGD()))
    { IgnoreCase = true };

    /// <summary>Keeps the learning rate.</summary>
    /// <param name="learningRate">A number of at least 0, or a schedule.</param>
    protected Optimizer(LearningRateSchedule learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        Schedule = learningRate;
    }

    /// <summary>The learning rate to start with.</summary>
    public double LearningRate => Schedule.At(0);

    /// <summary>The learning rate of each update; that of a plain number never changes.</summary>
    public LearningRateSchedule Schedule { get; }

    /// <summary>The largest magnitude of an element of a gradient, positive; null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double? ClipValue
    {
        get;
        init => field = Limit(value, nameof(ClipValue));
    }

    /// <summary>The largest norm of one weight's gradient, positive; a longer one is scaled down. Null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    /// <exception cref="ArgumentException"><see cref="GlobalClipNorm"/> is set too.</exception>
    public double? ClipNorm
    {
        get;
        init => field = GlobalClipNorm is null || value is null ? Limit(value, nameof(ClipNorm)) : throw OneNorm();
    }

    /// <summary>The largest norm of all gradients together, positive; all are scaled down alike. Null for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    /// <exception cref="ArgumentException"><see cref="ClipNorm"/> is set too.</exception>
    public double? GlobalClipNorm
    {
        get;
        init => field = ClipNorm is null || value is null ? Limit(value, nameof(GlobalClipNorm)) : throw OneNorm();
    }

    /// <summary>The optimizer of a name, with its default settings.</summary>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static implicit operator Optimizer(string name) => FromString(name);

    /// <summary>The optimizer of a name, with its default settings.</summary>
    /// <param name="name">For example <c>adam</c>, in upper or lower case.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">There is none; the message proposes the nearest.</exception>
    public static Optimizer FromString(string name) => Table.Resolve(name);

    /// <summary>Describes what becomes of each element of a weight; called once, when a model is compiled.</summary>
    /// <param name="update">Takes the description.</param>
    protected internal abstract void Update(UpdateBuilder update);

    /// <summary>How much of a weight each update takes away, times the learning rate: before the weight changes, or together with the
    /// change where <see cref="Update"/> asks for <see cref="UpdateBuilder.Decayed"/>.</summary>
    /// <param name="weight">The weight.</param>
    /// <returns>0, unless an optimizer says otherwise.</returns>
    protected internal virtual double WeightDecayOf(Parameter weight) => 0;

    /// <summary>The update as the engine runs it.</summary>
    internal ModelUpdate Describe()
    {
        UpdateBuilder builder = new();
        Update(builder);
        return new ModelUpdate(builder, new GradientLimits(ClipValue, ClipNorm, GlobalClipNorm), WeightDecayOf);
    }

    private static double? Limit(double? value, string name) => value is null || (double.IsFinite(value.Value) && (float)value > 0)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A limit of gradients is a positive float32.");

    private static ArgumentException OneNorm() =>
        new($"Set {nameof(ClipNorm)} or {nameof(GlobalClipNorm)}, not both: a gradient's norm is limited once.");
}
