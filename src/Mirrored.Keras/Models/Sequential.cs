namespace Mirrored.Keras;

/// <summary>A model of layers that follow one another, trained on all devices of the strategy in whose scope it is made.</summary>
/// <remarks>
/// <para>Make it inside <see cref="MirroredStrategy.Scope"/>; <c>Fit</c> and the other calls work anywhere. Made outside any scope it trains on one CPU device, and says so.</para>
/// <para>One thread at a time may use a model. The strategy disposes it.</para>
/// </remarks>
/// <example>
/// <code>
/// var model = new Sequential([new Dense(128, "relu", inputShape: 784), new Dropout(0.2), new Dense(10, "softmax")]);
/// model.Compile(new Adam(), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
/// model.Fit(dataset, epochs: 5);
/// </code>
/// </example>
public sealed partial class Sequential : IDisposable
{
    private readonly List<Layer> _layers = [];
    private readonly bool _ownsStrategy;
    private readonly Dictionary<Parameter, float[]> _carried = [];
    private ModelProgram? _program;
    private StepEngine? _engine;
    private Shape? _inputShape;
    private Shape? _outputShape;
    private volatile bool _disposed;

    /// <summary>Makes a model of the given layers.</summary>
    /// <param name="layers">The layers in order; null for none yet.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentException">Two layers have the same name, or one belongs to a model already.</exception>
    /// <exception cref="ShapeMismatchException">A layer cannot take what the one before it gives.</exception>
    public Sequential(IReadOnlyList<Layer>? layers = null, string? name = null)
    {
        Name = name ?? LayerNames.Shared.Next(nameof(Sequential));
        _ownsStrategy = MirroredStrategy.Current is null;
        Strategy = MirroredStrategy.Current ?? new MirroredStrategy(Devices.Cpus(1));
        try
        {
            foreach (Layer layer in layers ?? []) Add(layer);
        }
        catch
        {
            foreach (Layer layer in _layers) layer.IsTaken = false;
            if (_ownsStrategy) Strategy.Dispose();
            throw;
        }

        if (!_ownsStrategy) Strategy.Own(this);
    }

    /// <summary>Ends the thread of a model that was made outside any scope and dropped, as Keras programs do.</summary>
    ~Sequential()
    {
        if (_ownsStrategy) Strategy?.Abandon(); // Null when the constructor failed before it was set.
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The strategy whose devices train the model.</summary>
    public MirroredStrategy Strategy { get; }

    /// <summary>The layers in order; an <see cref="Input"/> is not among them.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>All weights, layer by layer; none before the input shape is known.</summary>
    public IReadOnlyList<Parameter> Weights => [.. _layers.SelectMany(l => l.Weights)];

    /// <summary>The weights of layers that are not frozen, without their state.</summary>
    public IReadOnlyList<Parameter> TrainableWeights => [.. _layers.SelectMany(l => l.TrainableWeights)];

    /// <summary>The weights of frozen layers, and the state of all.</summary>
    public IReadOnlyList<Parameter> NonTrainableWeights => [.. _layers.SelectMany(l => l.NonTrainableWeights)];

    /// <summary>Whether any layer is trained; setting it freezes or thaws all of them. Counts when the model is compiled.</summary>
    public bool Trainable
    {
        get => _layers.Count == 0 || _layers.Any(l => l.Trainable);
        set
        {
            foreach (Layer layer in _layers) layer.Trainable = value;
        }
    }

    /// <summary>The shape of one row of input, or null while it is unknown.</summary>
    public Shape? InputShape => _inputShape;

    /// <summary>The shape of one row of output, or null while the input shape is unknown.</summary>
    public Shape? OutputShape => _outputShape;

    /// <summary>True when the model was made outside any scope and has a device of its own.</summary>
    internal bool OwnsStrategy => _ownsStrategy;

    /// <summary>Adds a layer behind the others; weights that the model already has keep their values.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ArgumentException">Its name is taken, it belongs to a model already, or an input comes too late.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the model's strategy.</exception>
    /// <exception cref="ShapeMismatchException">It cannot take what the last layer gives.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (layer.IsTaken) throw new ArgumentException($"The layer '{layer.Name}' belongs to a model already.", nameof(layer));
        if (_layers.Any(l => l.Name == layer.Name))
            throw new ArgumentException($"The model '{Name}' has a layer '{layer.Name}' already. Names must differ.", nameof(layer));
        if (layer is Input)
        {
            if (_layers.Count > 0 || _inputShape is not null)
                throw new ArgumentException($"The input '{layer.Name}' must come before all layers.", nameof(layer));
            _inputShape = _outputShape = layer.InputShape;
            return;
        }

        // Before anything is kept: a layer that does not fit must leave the model as it was.
        Shape? rows = _inputShape is null && _layers.Count == 0 ? layer.InputShape : _outputShape;
        Shape? output = rows is { } known ? layer.BuildFor(known) : default(Shape?);
        CarryWeights();
        _inputShape ??= rows;
        _outputShape = output;
        layer.IsTaken = true;
        _layers.Add(layer);
    }

    /// <summary>Builds the layers for rows of a shape, when the first layer was not told one.</summary>
    /// <param name="inputShape">The shape of one row; there is no batch axis.</param>
    /// <exception cref="ShapeMismatchException">The model is built for other rows, or a layer cannot take its input.</exception>
    public void Build(Shape inputShape)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_inputShape is { } known)
        {
            if (known != inputShape) throw new ShapeMismatchException(Name, known.ToString(), inputShape.ToString());
            return;
        }

        Shape rows = inputShape;
        foreach (Layer layer in _layers) rows = layer.BuildFor(rows);
        (_inputShape, _outputShape) = (inputShape, rows);
    }

    /// <summary>Forgets the shape that the model was built for, because the data that told it was refused.</summary>
    internal void Unbuild()
    {
        foreach (Layer layer in _layers) layer.Unbuild();
        (_inputShape, _outputShape) = (null, null);
    }

    /// <summary>Writes the table of layers, output shapes and numbers of weights, as Keras does.</summary>
    /// <param name="output">Where to; null for standard output.</param>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public void Summary(TextWriter? output = null)
    {
        if (_inputShape is null) throw NotBuilt();
        SummaryRow[] rows =
        [
            .. _layers.Select(l => new SummaryRow(l.Name, l.GetType().Name, SummaryTable.OutputShape(l.OutputShape), l.CountParams())),
        ];
        SummaryTable.Write(
            output ?? StandardOutput.Writer, Name, rows, TrainableWeights.Sum(w => w.Shape.Length),
            NonTrainableWeights.Sum(w => w.Shape.Length));
    }

    /// <summary>The number of numbers in all weights.</summary>
    /// <returns>The count.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public long CountParams() => _inputShape is null ? throw NotBuilt() : _layers.Sum(l => l.CountParams());

    /// <summary>Frees the model's memory on all devices; a model made outside any scope also frees its device.</summary>
    /// <remarks>If another thread trains it, that call ends at its next step with <see cref="ObjectDisposedException"/>.</remarks>
    /// <exception cref="TimeoutException">The strategy is still in use by another thread after its timeout; nothing was freed.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Strategy.AwaitUsers();
        _engine?.Dispose();
        if (_ownsStrategy) Strategy.Dispose();
        else Strategy.Disown(this);
        GC.SuppressFinalize(this);
    }

    /// <summary>The model on its devices; made, and its weights initialised, the first time that somebody needs it.</summary>
    internal StepEngine Engine()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_engine is not null) return _engine;
        if (_inputShape is not { } inputShape) throw NotBuilt();
        if (_layers.Count == 0) throw new InvalidOperationException($"The model '{Name}' has no layers. Add one.");
        (Parameter Weight, Initializer Initializer)[] weights = [.. _layers.SelectMany(l => l.InitialWeights)];
        ulong seed = (ulong)Strategy.Options.Seed;
        _program = new ModelProgram(inputShape, [.. _layers]) { Compilation = _compilation };
        StepEngine engine = new(
            Strategy.Group, _program, [.. weights.Select(w => w.Weight)], Strategy.Options.Deterministic, seed,
            options: Strategy.EngineOptions);
        try
        {
            Initialize(engine, weights, seed);
            foreach ((Parameter weight, float[] values) in _carried) engine.WriteWeight(weight, values);
            if (_compilation is not null) engine.ResetOptimizer();
        }
        catch
        {
            engine.Dispose();
            throw;
        }

        _carried.Clear();
        return _engine = engine;
    }

    /// <summary>Starts the weights: on the device where an initializer can, else from numbers made on the host.</summary>
    private static void Initialize(StepEngine engine, (Parameter Weight, Initializer Initializer)[] weights, ulong seed)
    {
        List<Operation> operations = [];
        List<(Parameter Weight, float[] Values)> made = [];
        for (int i = 0; i < weights.Length; i++)
        {
            (Parameter weight, Initializer initializer) = weights[i];
            uint stream = (uint)i | 0x8000_0000u;
            if (initializer.OnDevice(weight, seed, stream) is { } operation)
            {
                operations.Add(operation);
                continue;
            }

            float[] values = new float[weight.Shape.Length];
            initializer.Fill(values, weight.Shape, new InitialRandom(seed, stream));
            made.Add((weight, values));
        }

        engine.Initialize(operations);
        foreach ((Parameter weight, float[] values) in made) engine.WriteWeight(weight, values);
    }

    /// <summary>Ends whatever runs when somebody disposes the model or its strategy meanwhile.</summary>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed || Strategy.IsDisposed, this);

    private InvalidOperationException NotBuilt() => new(
        $"The model '{Name}' is not built yet: its input shape is unknown. Give the first layer an inputShape, or call Build or Fit.");

    /// <summary>Takes the model off its devices because it changes; the values of its weights go into the next engine.</summary>
    private void CarryWeights()
    {
        if (_engine is null) return;
        using IDisposable use = Strategy.Use();
        foreach (Parameter weight in Weights) _carried[weight] = _engine.ReadWeight(weight).ToArray();
        _engine.Dispose();
        _engine = null;
    }
}
