namespace Mirrored;

/// <summary>Memory in which the rows of a batch are collected.</summary>
/// <param name="pinned">True lets devices read it where it is.</param>
/// <remarks>It grows to the largest batch and is filled anew without allocating. All rows have the shapes and types of the
/// first.</remarks>
internal sealed class RowBuffer(bool pinned)
{
    // What nobody may need is not taken at once.
    private const int FirstCapacity = 4096;

    private RowColumn? _features;
    private RowColumn? _targets;
    private RowColumn? _weights;
    private int _capacity;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The features; there are some from the first row on.</summary>
    public RowColumn Features => _features ?? throw new InvalidOperationException("There is no row yet.");

    /// <summary>The targets, int32 or float32; null when there are none.</summary>
    public RowColumn? Targets => _targets;

    /// <summary>Whether the rows that were added have weights.</summary>
    public bool BringsWeights { get; private set; }

    /// <summary>The weights of the rows; null when they have none.</summary>
    public RowColumn? Weights => _weights;

    /// <summary>Forgets the rows, not their shape.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a row.</summary>
    /// <param name="example">The row.</param>
    /// <param name="most">How many rows there will be at most.</param>
    /// <param name="number">The number of the example in its pass.</param>
    /// <exception cref="DatasetException">It does not fit those before.</exception>
    public void Add(Example example, int most, long number)
    {
        try
        {
            Append(example.X, example.Y, example.SampleWeight is not null, leadingAxes: 0, rows: 1, most);
            if (example.SampleWeight is { } weight) _weights!.Floats[Count - 1] = weight; // Append asked for it.
        }
        catch (ArgumentException misfit)
        {
            throw new DatasetException("Batch", number, misfit);
        }
    }

    /// <summary>Replaces all rows by those of a batch.</summary>
    /// <exception cref="ArgumentException">They do not fit those before.</exception>
    public void Set(Batch batch)
    {
        Clear();
        if (batch.Count == 0) throw new ArgumentException("The batch has no rows.");
        Append(batch.X, batch.Y, batch.SampleWeight is not null, leadingAxes: 1, batch.Count, batch.Count);
        batch.SampleWeight?.CopyTo(_weights!.Floats); // Append asked for it.
    }

    /// <summary>Makes a batch of the memory, which is not used again.</summary>
    public Batch ToBatch() => new(Features.Rows(Count).As<float>(), Targets?.Rows(Count))
    {
        SampleWeight = _weights?.Rows(Count).As<float>(),
    };

    /// <summary>The weights of the rows that are there, to be changed; 1 where rows bring none.</summary>
    public Span<float> Weigh()
    {
        if (_weights is null)
        {
            _weights = WeightColumn();
            _weights.Grow(_capacity, pinned);
        }

        Span<float> weights = _weights.Floats[..Count];
        if (!BringsWeights) weights.Fill(1);
        return weights;
    }

    private void Append(NDArray<float> x, NDArray? y, bool weighted, int leadingAxes, int rows, int most)
    {
        if (_features is null)
        {
            BringsWeights = weighted;
            if (weighted) _weights = WeightColumn();
            _features = new RowColumn("features", x, leadingAxes);
            if (y is not null) _targets = new RowColumn("targets", y, leadingAxes);
        }

        _features.Require(x, leadingAxes);
        if (y is null != _targets is null) throw new ArgumentException("Some rows have targets and others none.");
        if (weighted != BringsWeights) throw new ArgumentException("Some rows have sample weights and others none.");
        _targets?.Require(y!, leadingAxes); // Both are there or neither.
        if (Count + rows > _capacity) Grow((int)Math.Min(most, Math.Max(Count + rows, Math.Max(FirstCapacity, 2L * _capacity))));
        _features.Write(x, Count);
        _targets?.Write(y!, Count);
        Count += rows;
    }

    private void Grow(int capacity)
    {
        _capacity = capacity;
        _features?.Grow(capacity, pinned);
        _targets?.Grow(capacity, pinned);
        _weights?.Grow(capacity, pinned);
    }

    private static RowColumn WeightColumn() => new("sample weights", new NDArray<float>([0], new Shape()), leadingAxes: 0);
}
