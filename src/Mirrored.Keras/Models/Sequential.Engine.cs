namespace Mirrored.Keras;

// Where the weights are: on the devices in the engine of the outermost model, from the first time that somebody needs them.
public sealed partial class Sequential
{
    private readonly Dictionary<Parameter, float[]> _carried = [];
    private ModelProgram? _program;
    private StepEngine? _engine;

    /// <summary>The model that this one is part of. Held, because it has the weights even when nobody else holds it.</summary>
    internal override Sequential? Owner { get; set; }

    /// <summary>The model whose engine holds the weights: this one, or the outermost that it is part of.</summary>
    internal Sequential Home => Owner is { _inputShape: not null } outer ? outer.Home : this;

    /// <summary>The model on its devices; made, and its weights initialised, the first time that somebody needs it.</summary>
    internal StepEngine Engine()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_engine is not null) return _engine;
        if (_inputShape is not { } inputShape) throw NotBuilt();
        if (_layers.Count == 0) throw new InvalidOperationException($"The model '{Name}' has no layers. Add one.");
        if (Home == this) foreach (Sequential model in _layers.OfType<Sequential>()) model.GiveWeights(_carried);
        (Parameter Weight, Initializer Initializer)[] weights = [.. InitialWeights];
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

    /// <summary>Copies weights to the host.</summary>
    internal IReadOnlyList<NDArray<float>> ReadWeights(IReadOnlyList<Parameter> weights)
    {
        using IDisposable use = Strategy.Use();
        StepEngine engine = Engine();
        return [.. weights.Select(w => new NDArray<float>(engine.ReadWeight(w).ToArray(), w.Shape))];
    }

    /// <summary>Overwrites weights on every device, once all are known to fit.</summary>
    /// <param name="owner">What the message of an exception calls their owner.</param>
    /// <param name="own">The weights.</param>
    /// <param name="values">One array for each.</param>
    internal void WriteWeights(string owner, IReadOnlyList<Parameter> own, IReadOnlyList<NDArray<float>> values)
    {
        ArgumentNullException.ThrowIfNull(values, "weights");
        using IDisposable use = Strategy.Use();
        StepEngine engine = Engine();
        if (values.Count != own.Count)
            throw new ArgumentException($"The {owner} has {own.Count} weights, found {values.Count}.", nameof(values));
        for (int i = 0; i < own.Count; i++)
        {
            if (values[i] is null) throw new ArgumentException($"The weight {own[i].Name} is null.", nameof(values));
            if (values[i].Shape != own[i].Shape)
                throw new ArgumentException($"The weight {own[i].Name} has shape {own[i].Shape}, found {values[i].Shape}.", nameof(values));
        }

        for (int i = 0; i < own.Count; i++) engine.WriteWeight(own[i], values[i].Span);
    }

    /// <summary>Refuses to be part of a model whose devices are others.</summary>
    private void RequireStrategyOf(Sequential outer)
    {
        RefuseWhileTraining(nameof(Add));
        if (Strategy != outer.Strategy && !_ownsStrategy)
            throw new InvalidOperationException(
                $"The model '{Name}' was made in the scope of {Strategy}, '{outer.Name}' on {outer.Strategy}. Make both in one scope.");
    }

    /// <summary>Becomes a model of another strategy, with the weights that it has.</summary>
    private void MoveTo(MirroredStrategy strategy)
    {
        foreach (Sequential model in _layers.OfType<Sequential>()) model.MoveTo(strategy);
        if (Strategy == strategy) return;
        CarryWeights();
        Strategy.Disown(this); // If it is that of an outer model, which disposes it next.
        if (_ownsStrategy) Strategy.Dispose();
        (Strategy, _ownsStrategy) = (strategy, false);
        strategy.Own(this);
    }

    /// <summary>Gives the values of the weights to the model that this one is part of.</summary>
    private void GiveWeights(Dictionary<Parameter, float[]> outer)
    {
        foreach (Sequential model in _layers.OfType<Sequential>()) model.GiveWeights(outer);
        CarryWeights();
        foreach ((Parameter weight, float[] values) in _carried) outer.TryAdd(weight, values);
        _carried.Clear();
    }

    /// <summary>Takes the values of the weights back from the model that this one was part of.</summary>
    private void TakeWeights(Dictionary<Parameter, float[]> outer)
    {
        _engine?.Dispose();
        _engine = null;
        foreach (Parameter weight in Weights)
            if (outer.Remove(weight, out float[]? values)) _carried[weight] = values;
    }

    /// <summary>Makes the weights in this model's own engine those of the model that it is part of.</summary>
    private void PullWeights()
    {
        if (Home == this) return;
        StepEngine home = Home.Engine(), own = Engine();
        foreach (Parameter weight in Weights) own.WriteWeight(weight, home.ReadWeight(weight));
    }

    /// <summary>Gives the weights that were trained in this model's own engine to the model that it is part of.</summary>
    private void PushWeights()
    {
        if (Home == this) return;
        StepEngine home = Home.Engine(), own = Engine();
        foreach (Parameter weight in Weights) home.WriteWeight(weight, own.ReadWeight(weight));
    }

    /// <summary>Takes the model off its devices because it changes; the values of its weights go into the next engine.</summary>
    private void CarryWeights()
    {
        if (_engine is null) return;
        using IDisposable use = Strategy.Use();
        foreach (Parameter weight in Weights) _carried[weight] = _engine.ReadWeight(weight).ToArray();
        ForgetLoopMetrics();
        _engine.Dispose();
        _engine = null;
    }
}
