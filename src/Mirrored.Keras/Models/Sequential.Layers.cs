namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Adds a layer behind the others; weights that the model already has keep their values.</summary>
    /// <param name="layer">The layer, or another model: its weights become part of this one and stay those of both.</param>
    /// <exception cref="ArgumentException">Its name is taken, it belongs to a model already, or an input comes too late.</exception>
    /// <exception cref="InvalidOperationException">The model is training, is part of another, or was made in another strategy's
    /// scope than <paramref name="layer"/>; or another thread uses its strategy.</exception>
    /// <exception cref="ShapeMismatchException">It cannot take what the last layer gives.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        RefuseChange(nameof(Add));
        Append(layer);
        (layer as Sequential)?.MoveTo(Strategy);
    }

    /// <summary>Takes the last layer off; the weights of the others keep their values.</summary>
    /// <remarks>A layer that is taken off starts afresh in the model that it is added to next; a model keeps its weights.</remarks>
    /// <exception cref="InvalidOperationException">There is no layer, the model is training or is part of another, or another
    /// thread uses its strategy.</exception>
    public void Pop()
    {
        RefuseChange(nameof(Pop));
        if (_layers.Count == 0) throw new InvalidOperationException($"The model '{Name}' has no layer to take off.");
        CarryWeights();
        Layer last = _layers[^1];
        _layers.RemoveAt(_layers.Count - 1);
        last.Owner = null;
        if (last is Sequential model) model.TakeWeights(_carried);
        else last.Unbuild();
        OutputShape = _layers.Count > 0 ? _layers[^1].OutputShape : null;
        if (_layers.Count == 0) _inputShape = null;
    }

    /// <summary>Builds the layers for rows of a shape, when the first layer was not told one.</summary>
    /// <param name="inputShape">The shape of one row; there is no batch axis.</param>
    /// <exception cref="ShapeMismatchException">The model is built for other rows, or a layer cannot take its input.</exception>
    public new void Build(Shape inputShape)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_inputShape is { } known)
        {
            if (known != inputShape) throw new ShapeMismatchException(Name, known.ToString(), inputShape.ToString());
            return;
        }

        Shape rows = inputShape;
        foreach (Layer layer in _layers) rows = layer.BuildFor(rows);
        (_inputShape, OutputShape) = (inputShape, rows);
    }

    /// <summary>The layer of a name.</summary>
    /// <param name="name">The name, such as <c>dense_1</c>.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentException">No layer has it; the message lists the names.</exception>
    public Layer GetLayer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _layers.Find(l => l.Name == name) ?? throw new ArgumentException(
            $"The model '{Name}' has no layer '{name}'. It has: {string.Join(", ", _layers.Select(l => l.Name))}.", nameof(name));
    }

    /// <summary>The layer at a place.</summary>
    /// <param name="index">From 0 to the number of layers less one.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Layer GetLayer(int index) => index >= 0 && index < _layers.Count ? _layers[index] : throw new ArgumentOutOfRangeException(
        nameof(index), index, $"The model '{Name}' has {_layers.Count} layers, counted from 0.");

    /// <summary>The number of numbers in all weights.</summary>
    /// <returns>The count.</returns>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    public override long CountParams() => _inputShape is null ? throw NotBuilt() : _layers.Sum(l => l.CountParams());

    /// <inheritdoc/>
    protected internal override Shape ComputeOutputShape(Shape inputShape) =>
        _layers.Aggregate(inputShape, (rows, layer) => layer.ComputeOutputShape(rows));

    /// <inheritdoc/>
    protected internal override PlanTensor Call(StepBuilder step, PlanTensor input) => ModelProgram.CallAll(_layers, step, input);

    internal override bool ApplyTrainable()
    {
        bool changes = false;
        foreach (Layer layer in _layers) changes |= layer.ApplyTrainable();
        return changes;
    }

    /// <summary>Builds the model for data, or as a layer of another.</summary>
    internal override Shape BuildFor(Shape inputShape)
    {
        _hasShapeOfData |= _inputShape is null;
        Build(inputShape);
        return OutputShape!.Value; // The model is built.
    }

    /// <summary>Forgets the shape that the model was built for, because the data that told it was refused.</summary>
    internal override void Unbuild()
    {
        if (!_hasShapeOfData || _engine is not null || _carried.Count > 0) return;
        foreach (Layer layer in _layers) layer.Unbuild();
        (_inputShape, OutputShape) = (null, null);
    }

    /// <summary>Adds a layer, or leaves everything as it was.</summary>
    private void Append(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Owner is not null || layer == this)
            throw new ArgumentException($"The layer '{layer.Name}' belongs to a model already.", nameof(layer));
        if (_layers.Any(l => l.Name == layer.Name))
            throw new ArgumentException($"The model '{Name}' has a layer '{layer.Name}' already. Names must differ.", nameof(layer));
        if (layer is Input)
        {
            if (_layers.Count > 0 || _inputShape is not null)
                throw new ArgumentException($"The input '{layer.Name}' must come before all layers.", nameof(layer));
            _inputShape = OutputShape = layer.InputShape;
            return;
        }

        // Before anything is kept: a layer that does not fit must leave the model as it was.
        (layer as Sequential)?.RequireStrategyOf(this);
        Shape? rows = _inputShape is null && _layers.Count == 0 ? layer.InputShape : OutputShape;
        Shape? output = rows is { } known ? layer.BuildFor(known) : default(Shape?);
        CarryWeights();
        _inputShape ??= rows;
        OutputShape = output;
        layer.Owner = this;
        _layers.Add(layer);
    }

    private InvalidOperationException NotBuilt() => new(
        $"The model '{Name}' is not built yet: its input shape is unknown. Give the first layer an inputShape, or call Build or Fit.");

    private void RefuseChange(string what)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        RefuseWhileTraining(what);
        if (Owner is not null)
            throw new InvalidOperationException(
                $"The model '{Name}' is part of '{Owner.Name}' and cannot change: call {what} before it is added.");
    }
}
