namespace Mirrored.Keras;

/// <summary>Feeds batches that a streaming dataset makes while steps run on those before.</summary>
internal sealed class StreamFeed : Feed
{
    private readonly Sequential _model;
    private readonly StreamedBatches _batches;
    private readonly BatchCheck _check;
    private DatasetPosition _position;
    private StepEngine? _engine;
    private bool _firstIsHere;
    private int _rows;

    private StreamFeed(Sequential model, StreamedBatches batches, BatchCheck check, long cardinality, int firstEpoch)
        : base(model)
    {
        _model = model;
        (_batches, _check, _position, _firstIsHere) = (batches, check, new DatasetPosition(firstEpoch, 0), true);
        Steps = cardinality < 0 ? null : checked((int)cardinality);
    }

    public override int? Steps { get; }

    public override int Rows => _rows;

    /// <summary>Reads the first batch, and builds and checks the model by it.</summary>
    public static StreamFeed Start(
        Sequential model, Dataset<Batch> dataset, Compilation? compilation, RowWeights weights, int firstEpoch,
        CancellationToken cancellation)
    {
        StrategyOptions options = model.Strategy.Options;
        StreamedBatches batches = new(dataset, (ulong)options.Seed, options.Timeout, cancellation);
        try
        {
            batches.Restart(new DatasetPosition(firstEpoch, 0));
            if (!batches.TryNext()) throw new ArgumentException("The dataset has no batch.");
            BatchCheck check = new(model, compilation, weights, batches.Rows);
            return new StreamFeed(model, batches, check, dataset.Cardinality, firstEpoch);
        }
        catch
        {
            batches.Dispose();
            throw;
        }
    }

    public override void Restart(DatasetPosition position)
    {
        _engine ??= _model.Engine();
        _firstIsHere = _firstIsHere && position == _position;
        if (!_firstIsHere) _batches.Restart(position);
        _position = position;
    }

    public override void Run(StepMode mode, float[]? output = null) => _batches.Run(_engine!, mode, output);

    public override void Dispose()
    {
        // Steps may still read the batches, for example after a cancellation.
        _engine?.Settle();
        _batches.Dispose();
    }

    protected override bool Fetch()
    {
        if (!_firstIsHere)
        {
            if (!_batches.TryNext()) return false;
            _check.Require(_batches.Rows, _position.Element);
        }

        _firstIsHere = false;
        _rows = _batches.Rows.Count;
        _position = _position with { Element = _position.Element + 1 };
        return true;
    }
}
