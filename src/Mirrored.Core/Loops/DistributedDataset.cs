using System.Collections;

namespace Mirrored;

/// <summary>A dataset whose batches are split over the replicas of a strategy; for <c>foreach</c> in a custom loop.</summary>
/// <remarks>Each enumeration is the next epoch, counted from 0, with the seed of the strategy: the batches are those of
/// <c>Fit</c> on the same dataset. A thread makes batches ahead while steps run on those before.</remarks>
public sealed class DistributedDataset : IEnumerable<DistributedBatch>
{
    /// <summary>Batches that wait, when the dataset does not say.</summary>
    private const int Ahead = 2;

    private readonly MirroredStrategy _strategy;
    private readonly ElementStage<Batch> _stage;
    private readonly int _ahead;
    private int _epochs;

    internal DistributedDataset(MirroredStrategy strategy, Dataset<Batch> dataset)
    {
        (_strategy, Cardinality) = (strategy, dataset.Cardinality);
        (_stage, _ahead) = dataset.Stage is PrefetchStage<Batch> prefetch
            ? (prefetch.Input, prefetch.Size < 0 ? Ahead : prefetch.Size)
            : (dataset.Stage, Ahead);
    }

    /// <summary>The number of batches in one epoch, as <see cref="Dataset{T}.Cardinality"/> tells it.</summary>
    public long Cardinality { get; }

    /// <summary>Starts the next epoch.</summary>
    /// <returns>An enumerator; disposing it, as <c>foreach</c> does, ends the thread that reads ahead.</returns>
    public IEnumerator<DistributedBatch> GetEnumerator() => Enumerate(Interlocked.Increment(ref _epochs) - 1);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<DistributedBatch> Enumerate(int epoch)
    {
        Pass pass = new(epoch, (ulong)_strategy.Options.Seed, CancellationToken.None);
        BackgroundSettings settings = new("Mirrored input", 1, _ahead, true, _strategy.Options.Timeout);
        using PrefetchReader<Batch> reader = new(_stage, pass, settings);
        while (true)
        {
            Batch batch = null!; // Set when TryNext says so.
            ObjectDisposedException.ThrowIf(_strategy.IsDisposed, _strategy);
            if (!reader.TryNext(ref batch)) yield break;
            yield return new DistributedBatch(_strategy, batch);
        }
    }
}
