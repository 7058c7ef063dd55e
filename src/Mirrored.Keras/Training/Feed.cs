using System.Diagnostics;

namespace Mirrored.Keras;

/// <summary>The batches of one Fit, Evaluate or Predict call, checked against the model and ready for its replicas.</summary>
/// <remarks>For each epoch: <see cref="Restart(int)"/>, then <see cref="MoveNext"/> and <see cref="Run"/> in turn. One thread.</remarks>
internal abstract class Feed(Sequential model) : IDisposable
{
    /// <summary>The number of batches in an epoch; null when only its end tells.</summary>
    public abstract int? Steps { get; }

    /// <summary>The rows of a batch that is not the last; null when they may differ.</summary>
    public virtual int? BatchSize => null;

    /// <summary>The rows of the batch that <see cref="MoveNext"/> went to.</summary>
    public abstract int Rows { get; }

    /// <summary>Refuses a dataset that never ends, unless somebody said how many batches to take.</summary>
    /// <exception cref="ArgumentException">It never ends.</exception>
    public static void RequireEnd(Dataset<Batch> data, int? steps, string toWhat)
    {
        if (data.Cardinality == Dataset.InfiniteCardinality && steps is null)
            throw new ArgumentException($"The dataset to {toWhat} has no end. Say how many steps to take.");
    }

    /// <summary>Checks a dataset; the replicas of a model get it when it is read first.</summary>
    /// <param name="model">The model; built if it is not yet, and left as it was if the data is refused.</param>
    /// <param name="data">The batches.</param>
    /// <param name="compilation">What the labels are for; null if there need be none.</param>
    /// <param name="weights">How much rows count; null for all the same.</param>
    /// <param name="firstEpoch">The epoch that will be read first, of which a streaming dataset is asked for a batch.</param>
    /// <param name="cancellation">Ends reading at any point.</param>
    /// <exception cref="ArgumentException">Features or labels are missing, of a wrong shape, not finite or out of range; weights are
    /// given twice, or for the rows of a dataset that streams.</exception>
    /// <exception cref="DatasetException">Code that the dataset was given failed.</exception>
    public static Feed Open(
        Sequential model, Dataset<Batch> data, Compilation? compilation, RowWeights? weights = null, int firstEpoch = 0,
        CancellationToken cancellation = default)
    {
        using Opening opening = new(model);
        weights ??= RowWeights.None;
        if (!data.IsIndexOnly && weights.OfRows is not null)
            throw new ArgumentException(
                "An array of sample weights goes with arrays, and with datasets that only shuffle and batch them; this dataset streams. "
                + "Let it bring the weights: Example.SampleWeight, or Batch.SampleWeight.");
        Feed feed = data.IsIndexOnly
            ? IndexFeed.Open(model, data.Pipeline, compilation, weights)
            : StreamFeed.Start(model, data, compilation, weights, firstEpoch, cancellation);
        opening.Done();
        return feed;
    }

    /// <summary>Goes before the first batch of an epoch, whatever was read before.</summary>
    /// <param name="epoch">How many epochs the model has seen of this or other data; decides how they are shuffled.</param>
    public void Restart(int epoch) => Restart(new DatasetPosition(epoch, 0));

    /// <summary>Goes before a batch of an epoch, whatever was read before: to where a checkpoint was written.</summary>
    public abstract void Restart(DatasetPosition position);

    /// <summary>Goes to the next batch.</summary>
    /// <returns>False at the end of the epoch.</returns>
    /// <exception cref="ObjectDisposedException">Somebody disposed the model meanwhile.</exception>
    public bool MoveNext()
    {
        model.ThrowIfDisposed();
        StepEngine engine = model.Engine();
        if (!engine.MeasuresNext) return Fetch();
        long start = Stopwatch.GetTimestamp();
        bool isThere = Fetch();
        engine.Measurements.AddInput(Stopwatch.GetElapsedTime(start));
        return isThere;
    }

    /// <summary>Queues a step on the batch.</summary>
    /// <param name="mode">What the step is for.</param>
    /// <param name="output">Receives the predictions, when the step is done.</param>
    public abstract void Run(StepMode mode, float[]? output = null);

    public abstract void Dispose();

    protected abstract bool Fetch();
}
