namespace Mirrored.Keras;

/// <summary>Feeds arrays that lie on every device: only the numbers of rows flow.</summary>
internal sealed class IndexFeed : Feed
{
    private readonly StepEngine _engine;
    private readonly IndexCursor _cursor;
    private readonly int[] _rows;
    private int _count;

    private IndexFeed(Sequential model, StepEngine engine, IndexPipeline pipeline, ResidentData data)
        : base(model)
    {
        _engine = engine;
        Data = data;
        Steps = pipeline.Count < 0 ? null : checked((int)pipeline.Count);
        IsEndless = pipeline.Count == Dataset.InfiniteCardinality;
        _cursor = pipeline.Open(epoch: 0, (ulong)model.Strategy.Options.Seed);
        _rows = new int[pipeline.BatchSize];
    }

    public ResidentData Data { get; }

    public override int? Steps { get; }

    public override bool IsEndless { get; }

    public override int? BatchSize => _rows.Length;

    public override int Rows => _count;

    /// <summary>Checks everything that kernels read unchecked, then loads the arrays.</summary>
    /// <exception cref="ArgumentException">Features or labels are missing, of a wrong shape, not finite or out of range.</exception>
    public static IndexFeed Open(Sequential model, IndexPipeline pipeline, Compilation? compilation, RowWeights? weights = null)
    {
        NDArray<float>? perRow;
        bool wasBuilt = model.InputShape is not null;
        try
        {
            Check(model, pipeline, compilation);
            perRow = compilation is null ? null : weights?.Combine(pipeline.Y!); // Labels are there: the check asked for them.
        }
        catch when (!wasBuilt)
        {
            model.Unbuild();
            throw;
        }

        StepEngine engine = model.Engine();
        return new IndexFeed(model, engine, pipeline, engine.Load(pipeline.X.Source, compilation is null ? null : pipeline.Y!.Source, perRow?.Source));
    }

    public override void Restart(DatasetPosition position) => _cursor.Seek(position.Epoch, position.Element);

    public override void Run(StepMode mode, float[]? output = null) => _engine.Run(mode, Data, _rows.AsSpan(0, _count), output);

    public override void Dispose()
    {
        // Steps may still read the arrays, for example after a cancellation.
        _engine.Settle();
        Data.Dispose();
    }

    protected override bool Fetch()
    {
        _count = _cursor.Next(_rows);
        return _count > 0;
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
