namespace Mirrored.Keras;

public sealed partial class Sequential
{
    private Compilation? _compilation;

    /// <summary>The optimizer with its live learning rate; null before <see cref="Compile"/>.</summary>
    public ModelOptimizer? Optimizer => _compilation?.Optimizer;

    /// <summary>The loss; null before <see cref="Compile"/>.</summary>
    public Loss? Loss => _compilation?.Loss;

    /// <summary>The metrics; none before <see cref="Compile"/>.</summary>
    public IReadOnlyList<Metric> Metrics => _compilation?.Metrics ?? [];

    /// <summary>The names under which results are reported, the loss first; none before <see cref="Compile"/>.</summary>
    public IReadOnlyList<string> MetricsNames => _compilation?.Names ?? [];

    /// <summary>The metrics whose rows count by their weights; none before <see cref="Compile"/>.</summary>
    public IReadOnlyList<Metric> WeightedMetrics => _compilation?.WeightedMetrics ?? [];

    /// <summary>Says how the model is trained; again to change that, which keeps the weights and starts the optimizer afresh.
    /// What layers say by <see cref="Layer.Trainable"/> counts from now on.</summary>
    /// <param name="optimizer">How gradients change weights, such as <c>"adam"</c> or <c>new Adam(0.01)</c>.</param>
    /// <param name="loss">What training makes small, such as <c>"sparse_categorical_crossentropy"</c>.</param>
    /// <param name="metrics">What else is reported, such as <c>["accuracy"]</c>; every row counts the same.</param>
    /// <param name="weightedMetrics">What else is reported, rows counting by their sample and class weights. One that is in
    /// both lists is reported here as <c>weighted_accuracy</c>.</param>
    /// <exception cref="ArgumentException">Two metrics have the same name, or one is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is in another strategy's scope than the model was made in.</exception>
    public void Compile(Optimizer optimizer, Loss loss, IReadOnlyList<Metric>? metrics = null, IReadOnlyList<Metric>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        RefuseWhileTraining(nameof(Compile));
        if (MirroredStrategy.Current is { } current && current != Strategy)
            throw new InvalidOperationException(
                $"The model '{Name}' was made in the scope of {Strategy}, not of {current}. Make and compile it in one scope.");
        Compilation compilation = new(new ModelOptimizer(optimizer), loss, [.. metrics ?? []], [.. weightedMetrics ?? []]);
        using IDisposable use = Strategy.Use();
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (ApplyTrainable()) CarryWeights();
        _compilation = compilation;
        _onBatch = null;
        ForgetLoopMetrics();
        if (_engine is null) return;
        _program!.Compilation = _compilation; // Made together with the engine.
        _engine.ResetOptimizer();
        GC.KeepAlive(this); // Else a model whose last use this is could be finalized meanwhile.
    }

    internal Compilation Compiled() => _compilation ?? throw new InvalidOperationException(
        $"The model '{Name}' is not compiled. Call Compile with an optimizer and a loss first.");
}
