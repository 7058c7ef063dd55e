namespace Mirrored.Keras;

/// <summary>One step of a model's way from input to output, with the weights that it needs.</summary>
/// <remarks>To write one: override <see cref="ComputeOutputShape"/> if the shape changes, <see cref="Build"/> to add weights,
/// and <see cref="Call"/> to say what is computed. Gradients follow from the operations used. Shapes of layers leave the
/// batch axis out. A layer belongs to one model. <see cref="Sequential.Clone"/> copies its fields: what it keeps beside its
/// settings is made in <see cref="Build"/>.</remarks>
public abstract class Layer
{
    private List<(Parameter Weight, Initializer Initializer)> _weights = [];
    private WeakReference<Sequential>? _owner;
    private bool _isBuilding;

    /// <summary>Names the layer.</summary>
    /// <param name="name">The name; null gives Keras's automatic one, such as <c>dense_1</c>.</param>
    protected Layer(string? name = null)
    {
        if (name is not null) ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name ?? LayerNames.Shared.Next(GetType().Name);
    }

    /// <summary>The name, unique within a model.</summary>
    public string Name { get; }

    /// <summary>The shape of one row of input, where the layer was told; the first layer of a model usually is.</summary>
    public virtual Shape? InputShape { get; init; }

    /// <summary>The shape of one row of output, or null before the layer is built.</summary>
    public Shape? OutputShape { get; private protected set; }

    /// <summary>False freezes the layer: training leaves its weights alone. Counts when the model is compiled.</summary>
    public virtual bool Trainable { get; set; } = true;

    /// <summary>The weights that training may change; none when <see cref="Trainable"/> is false.</summary>
    public virtual IReadOnlyList<Parameter> TrainableWeights => [.. Weights.Where(w => w.Trainable && Trainable)];

    /// <summary>The weights that training leaves alone: state, and all of them when <see cref="Trainable"/> is false.</summary>
    public virtual IReadOnlyList<Parameter> NonTrainableWeights => [.. Weights.Where(w => !w.Trainable || !Trainable)];

    /// <summary>The weights: those that training changes, then the others, each in the order in which they were added; none
    /// before the layer is built.</summary>
    public IReadOnlyList<Parameter> Weights => [.. InitialWeights.Select(w => w.Weight)];

    internal virtual IEnumerable<(Parameter Weight, Initializer Initializer)> InitialWeights =>
        _weights.OrderBy(w => !w.Weight.Trainable);

    /// <summary>The model that has the layer; null while none has.</summary>
    /// <remarks>Held weakly: replicas hold the layers, and a model that nobody else holds has to end its threads.</remarks>
    internal virtual Sequential? Owner
    {
        get => _owner is not null && _owner.TryGetTarget(out Sequential? model) ? model : null;
        set => _owner = value is null ? null : new WeakReference<Sequential>(value);
    }

    /// <summary>True when the layer was frozen as the model was compiled.</summary>
    internal bool IsFrozen { get; private set; }

    /// <summary>The number of numbers in all weights.</summary>
    /// <returns>The count; 0 before the layer is built.</returns>
    public virtual long CountParams() => _weights.Sum(w => w.Weight.Shape.Length);

    /// <summary>Copies the layer's weights to the host.</summary>
    /// <returns>One array per weight, in the order of <see cref="Weights"/>.</returns>
    /// <exception cref="InvalidOperationException">The layer is in no model, or that is not built yet.</exception>
    public virtual IReadOnlyList<NDArray<float>> GetWeights() => Home().ReadWeights(Weights);

    /// <summary>Overwrites the layer's weights, on every device.</summary>
    /// <param name="weights">One array per weight, in the order of <see cref="Weights"/>.</param>
    /// <exception cref="ArgumentException">Their number or a shape differs; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The layer is in no model, or that is not built yet.</exception>
    public virtual void SetWeights(IReadOnlyList<NDArray<float>> weights) => Home().WriteWeights($"layer '{Name}'", Weights, weights);

    /// <summary>The shape of one row of output for that of one row of input.</summary>
    /// <param name="inputShape">The shape of one row of input.</param>
    /// <returns>The same shape, unless a layer says otherwise.</returns>
    /// <exception cref="ShapeMismatchException">The layer cannot take such rows.</exception>
    protected internal virtual Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <summary>Adds the weights that rows of a shape need; called again only if a later layer refused the rows.</summary>
    /// <param name="inputShape">The shape of one row of input.</param>
    protected virtual void Build(Shape inputShape)
    {
    }

    /// <summary>Says what is computed.</summary>
    /// <param name="step">Takes the operations.</param>
    /// <param name="input">The rows, <c>(rows, ...)</c>.</param>
    /// <returns>The rows of output.</returns>
    protected internal abstract PlanTensor Call(StepBuilder step, PlanTensor input);

    /// <summary>Adds a weight; only while the layer is built.</summary>
    /// <param name="name">Its name within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">How it starts.</param>
    /// <param name="trainable">False for state that no gradient changes, such as a running mean.</param>
    /// <param name="regularizer">Its penalty; null for none.</param>
    /// <param name="constraint">What it is brought back to after every update; null for nothing.</param>
    /// <returns>The weight.</returns>
    /// <exception cref="ArgumentException">The layer has a weight of that name, or the shape lacks the constraint's axis.</exception>
    /// <exception cref="InvalidOperationException">The layer is not being built.</exception>
    protected Parameter AddWeight(
        string name, Shape shape, Initializer initializer, bool trainable = true, Regularizer? regularizer = null,
        Constraint? constraint = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(initializer);
        if (!_isBuilding)
            throw new InvalidOperationException($"The layer '{Name}' adds the weight '{name}' too early or too late: only Build may.");
        constraint?.Check($"{Name}/{name}", shape);
        Parameter weight = new($"{Name}/{name}", shape, trainable)
        {
            IsFrozen = IsFrozen,
            Rule = new WeightRule
            {
                L1 = regularizer?.Magnitudes ?? 0, L2 = regularizer?.Squares ?? 0, Norms = constraint?.Norms,
                Floor = constraint?.Floor ?? double.NegativeInfinity,
            },
        };
        if (_weights.Any(w => w.Weight.Name == weight.Name))
            throw new ArgumentException($"The layer '{Name}' has a weight '{name}' already.", nameof(name));
        _weights.Add((weight, initializer));
        return weight;
    }

    /// <summary>Makes <see cref="Trainable"/> count.</summary>
    /// <returns>True when that changes which weights are trained.</returns>
    internal virtual bool ApplyTrainable()
    {
        bool changes = IsFrozen == Trainable && _weights.Any(w => w.Weight.Trainable);
        IsFrozen = !Trainable;
        foreach ((Parameter weight, _) in _weights) weight.IsFrozen = IsFrozen;
        return changes;
    }

    /// <summary>Forgets the shape and the weights that it was built for.</summary>
    internal virtual void Unbuild()
    {
        _weights.Clear();
        OutputShape = null;
    }

    /// <summary>A layer of the same settings and name that is not built and in no model.</summary>
    internal virtual Layer CloneUnbuilt()
    {
        Layer clone = (Layer)MemberwiseClone(); // Settings are immutable, and Build makes all else anew.
        clone._weights = [];
        (clone.OutputShape, clone.Owner) = (null, null);
        return clone;
    }

    /// <summary>Builds the layer for rows of a shape.</summary>
    /// <returns>The shape of one row of output.</returns>
    internal virtual Shape BuildFor(Shape inputShape)
    {
        if (InputShape is { } expected && expected != inputShape)
            throw new ShapeMismatchException(Name, expected.ToString(), inputShape.ToString());
        Shape output = ComputeOutputShape(inputShape);
        _weights.Clear(); // Those of an earlier attempt, which a later layer refused.
        _isBuilding = true;
        try
        {
            Build(inputShape);
        }
        finally
        {
            _isBuilding = false;
        }

        OutputShape = output;
        return output;
    }

    private Sequential Home() => Owner?.Home ?? throw new InvalidOperationException(
        $"The layer '{Name}' is in no model, so its weights are nowhere. Add it to one.");
}
