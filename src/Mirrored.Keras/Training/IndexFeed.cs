namespace Mirrored.Keras;

/// <summary>Feeds arrays that lie on every device: only the numbers of rows flow.</summary>
internal sealed class IndexFeed : Feed
{
    private readonly Sequential _model;
    private readonly IndexPipeline _pipeline;
    private readonly bool _labelled;
    private readonly NDArray<float>? _weights;
    private readonly IndexCursor _cursor;
    private readonly int[] _rows;
    private StepEngine? _engine;
    private ResidentData? _data;
    private int _count;

    private IndexFeed(Sequential model, IndexPipeline pipeline, bool labelled, NDArray<float>? weights)
        : base(model)
    {
        (_model, _pipeline, _labelled, _weights) = (model, pipeline, labelled, weights);
        Steps = pipeline.Count < 0 ? null : checked((int)pipeline.Count);
        _cursor = pipeline.Open(epoch: 0, (ulong)model.Strategy.Options.Seed);
        _rows = new int[pipeline.BatchSize];
    }

    /// <summary>The arrays on the devices, where they come when somebody asks.</summary>
    public ResidentData Data => _data ??= Load();

    public override int? Steps { get; }

    public override int? BatchSize => _rows.Length;

    public override int Rows => _count;

    /// <summary>Checks everything that kernels read unchecked.</summary>
    /// <exception cref="ArgumentException">Features or labels are missing, of a wrong shape, not finite or out of range.</exception>
    public static IndexFeed Open(Sequential model, IndexPipeline pipeline, Compilation? compilation, RowWeights? weights = null)
    {
        Check(model, pipeline, compilation);
        NDArray<float>? perRow = compilation is null
            ? null
            : (weights ?? RowWeights.None).With(pipeline.Weights).Combine(pipeline.Y!); // The check asked for labels.
        return new IndexFeed(model, pipeline, compilation is not null, perRow);
    }

    public override void Restart(DatasetPosition position) => _cursor.Seek(position.Epoch, position.Element);

    public override void Run(StepMode mode, float[]? output = null)
    {
        ResidentData data = Data;
        _engine!.Run(mode, data, _rows.AsSpan(0, _count), output); // Made together with the data.
    }

    public override void Dispose()
    {
        // Steps may still read the arrays, for example after a cancellation.
        _engine?.Settle();
        _data?.Dispose();
    }

    protected override bool Fetch()
    {
        _count = _cursor.Next(_rows);
        return _count > 0;
    }

    private ResidentData Load()
    {
        _engine = _model.Engine();
        return _engine.Load(_pipeline.X.Source, _labelled ? _pipeline.Y!.Source : null, _weights?.Source); // Checked before.
    }

    private static void Check(Sequential model, IndexPipeline pipeline, Compilation? compilation)
    {
        NDArray<float> x = pipeline.X;
        if (pipeline.Count == 0)
            throw new ArgumentException($"The dataset has no batch: its {x.Shape[0]} rows do not fill one, and what does not is dropped.");
        model.BuildFor(x.Shape.RowShape());
        if (x.FirstNonFinite() is >= 0 and int at)
            throw new ArgumentException(
                $"The features hold {x.Span[at]} in row {at / Math.Max(1, x.Shape.RowShape().Length)}. Replace what is not a finite number.");
        if (compilation is null) return;
        NDArray y = pipeline.Y ?? throw new ArgumentException("The dataset has no labels, which the loss needs.");
        compilation.Check(y, model.OutputShape!.Value); // Known once the model is built.
    }
}
