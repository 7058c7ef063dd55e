namespace Mirrored.Keras;

/// <summary>A dataset checked against a model and made readable for its replicas, for the length of one call.</summary>
internal sealed class Feed : IDisposable
{
    private readonly Sequential _model;
    private readonly StepEngine _engine;
    private readonly int[] _rows;

    private Feed(Sequential model, StepEngine engine, IndexPipeline pipeline, ResidentData data)
    {
        _model = model;
        _engine = engine;
        Pipeline = pipeline;
        Data = data;
        _rows = new int[pipeline.BatchSize];
    }

    public IndexPipeline Pipeline { get; }

    public ResidentData Data { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int Steps => checked((int)Pipeline.Count);

    /// <summary>Checks everything that kernels read unchecked, then loads the arrays.</summary>
    /// <exception cref="ArgumentException">Features or labels are missing, of a wrong shape, not finite or out of range.</exception>
    public static Feed Open(Sequential model, IndexPipeline pipeline, Compilation? compilation)
    {
        NDArray<float> x = pipeline.X;
        if (pipeline.Count == 0)
            throw new ArgumentException($"The dataset has no batch: its {x.Shape[0]} rows do not fill one, and what does not is dropped.");
        model.Build(x.Shape.RowShape());
        if (x.FirstNonFinite() is >= 0 and int at)
            throw new ArgumentException(
                $"The features hold {x.Span[at]} in row {at / Math.Max(1, x.Shape.RowShape().Length)}. Replace what is not a finite number.");
        if (compilation is not null)
        {
            NDArray y = pipeline.Y ?? throw new ArgumentException("The dataset has no labels, which the loss needs.");
            compilation.Check(y, model.OutputShape!.Value); // Known once the model is built.
        }

        StepEngine engine = model.Engine();
        return new Feed(model, engine, pipeline, engine.Load(x.Source, compilation is null ? null : pipeline.Y!.Source));
    }

    /// <summary>Reads the next batch.</summary>
    /// <returns>The numbers of its rows; none at the end of the epoch.</returns>
    /// <exception cref="ObjectDisposedException">Somebody disposed the model meanwhile.</exception>
    public ReadOnlySpan<int> Next(IndexCursor cursor)
    {
        _model.ThrowIfDisposed();
        return _rows.AsSpan(0, cursor.Next(_rows));
    }

    public void Dispose()
    {
        // Steps may still read the arrays, for example after a cancellation.
        _engine.Settle();
        Data.Dispose();
    }
}
