namespace Mirrored.Keras;

/// <summary>A model of layers that follow one another, trained on all devices of the strategy in whose scope it is made.</summary>
/// <remarks>
/// <para>Make it inside <see cref="MirroredStrategy.Scope"/>; <c>Fit</c> and the other calls work anywhere.
/// Made outside any scope it trains on one CPU device, and says so.</para>
/// <para>One thread at a time may use a model. The strategy disposes it.</para>
/// </remarks>
/// <example>
/// <code>
/// var model = new Sequential([new Dense(128, "relu", inputShape: 784), new Dropout(0.2), new Dense(10, "softmax")]);
/// model.Compile(new Adam(), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
/// model.Fit(dataset, epochs: 5);
/// </code>
/// </example>
public sealed partial class Sequential : Layer, IRunModel, IDisposable
{
    private readonly List<Layer> _layers = [];
    private bool _ownsStrategy;
    private Shape? _inputShape;
    private bool _hasShapeOfData;
    private volatile bool _disposed;

    /// <summary>Makes a model of the given layers.</summary>
    /// <param name="layers">The layers in order; null for none yet.</param>
    /// <param name="name">The name; null gives an automatic one.</param>
    /// <exception cref="ArgumentException">Two layers have the same name, or one belongs to a model already.</exception>
    /// <exception cref="ShapeMismatchException">A layer cannot take what the one before it gives.</exception>
    public Sequential(IReadOnlyList<Layer>? layers = null, string? name = null)
        : base(name)
    {
        _ownsStrategy = MirroredStrategy.Current is null;
        Strategy = MirroredStrategy.Current ?? new MirroredStrategy(Devices.Cpus(1));
        try
        {
            foreach (Layer layer in layers ?? []) Append(layer);
        }
        catch
        {
            foreach (Layer layer in _layers) layer.Owner = null;
            if (_ownsStrategy) Strategy.Dispose();
            throw;
        }

        if (!_ownsStrategy) Strategy.Own(this);
        foreach (Sequential model in _layers.OfType<Sequential>()) model.MoveTo(Strategy);
    }

    /// <summary>Ends the thread of a model that was made outside any scope and dropped, as Keras programs do.</summary>
    ~Sequential()
    {
        if (_ownsStrategy) Strategy?.Abandon(); // Null when the constructor failed before it was set.
    }

    /// <summary>The strategy whose devices train the model.</summary>
    public MirroredStrategy Strategy { get; private set; }

    /// <summary>The layers in order; an <see cref="Input"/> is not among them.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>Whether any layer is trained; setting it freezes or thaws all of them. Counts when the model is compiled.</summary>
    public override bool Trainable
    {
        get => _layers.Count == 0 || _layers.Any(l => l.Trainable);
        set
        {
            foreach (Layer layer in _layers) layer.Trainable = value;
        }
    }

    /// <summary>The weights of layers that are not frozen, without their state.</summary>
    public override IReadOnlyList<Parameter> TrainableWeights => [.. _layers.SelectMany(l => l.TrainableWeights)];

    /// <summary>The weights of frozen layers, and the state of all.</summary>
    public override IReadOnlyList<Parameter> NonTrainableWeights => [.. _layers.SelectMany(l => l.NonTrainableWeights)];

    /// <summary>The shape of one row of input, or null while it is unknown.</summary>
    public override Shape? InputShape
    {
        get => _inputShape;
        init
        {
            if (value is { } known) Build(known);
        }
    }

    internal override IEnumerable<(Parameter Weight, Initializer Initializer)> InitialWeights =>
        _layers.SelectMany(l => l.InitialWeights);

    /// <summary>True when the model was made outside any scope and has a device of its own.</summary>
    internal bool OwnsStrategy => _ownsStrategy;

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

    /// <summary>Ends whatever runs when somebody disposes the model or its strategy meanwhile.</summary>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed || Strategy.IsDisposed, this);
}
