using System.Collections;

namespace Mirrored;

/// <summary>A sequence of elements that starts anew each epoch; immutable, every call makes a new one.</summary>
/// <typeparam name="T">What an element is; training takes <see cref="Batch"/>, and <see cref="Example"/> becomes one by
/// <see cref="DatasetExtensions.Batch"/>.</typeparam>
/// <remarks>What comes from <see cref="Dataset.FromTensorSlices(NDArray{float}, NDArray{int})"/> is a plan over row numbers until
/// Map, Filter or Zip: the arrays stay where they are, and training copies them to each device once. Everything else streams:
/// elements are read while the steps before them run. Enumerating with <c>foreach</c> is for looking at data; each enumeration
/// of one object is its next epoch, counted from 0.</remarks>
public sealed partial class Dataset<T> : IEnumerable<T>
{
    private readonly IndexPipeline? _pipeline;
    private readonly Func<IndexPipeline, ReadOnlySpan<int>, T>? _read;
    private readonly EnumerationSeed _seed;
    private int _enumerations;

    internal Dataset(IndexPipeline pipeline, Func<IndexPipeline, ReadOnlySpan<int>, T> read, EnumerationSeed seed)
    {
        _pipeline = pipeline;
        _read = read;
        _seed = seed;
        Stage = new IndexStage<T>(pipeline, read);
    }

    internal Dataset(ElementStage<T> stage, EnumerationSeed seed)
    {
        Stage = stage;
        _seed = seed;
    }

    /// <summary>The number of elements in one epoch: <see cref="Dataset.InfiniteCardinality"/> behind an endless Repeat,
    /// <see cref="Dataset.UnknownCardinality"/> when only reading tells, as behind Filter.</summary>
    public long Cardinality => Stage.Count;

    /// <summary>True while only row numbers flow.</summary>
    internal bool IsIndexOnly => _pipeline is not null;

    /// <summary>The plan over row numbers.</summary>
    /// <exception cref="InvalidOperationException">There is none: the dataset streams.</exception>
    internal IndexPipeline Pipeline => _pipeline ?? throw new InvalidOperationException("The dataset is not index-only.");

    /// <summary>The last operation.</summary>
    internal ElementStage<T> Stage { get; }

    /// <summary>The seed of those who enumerate with foreach.</summary>
    internal EnumerationSeed Seed => _seed;

    /// <summary>Starts the next epoch.</summary>
    /// <returns>An enumerator over copies of the elements; disposing it ends the threads that read ahead.</returns>
    public IEnumerator<T> GetEnumerator() => Enumerate(Interlocked.Increment(ref _enumerations) - 1);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads an epoch from an element on, which a checkpoint may have noted.</summary>
    /// <param name="position">Where to begin. A plan over row numbers jumps there; otherwise the elements before are read.</param>
    /// <param name="seed">The seed of every Shuffle that has none of its own.</param>
    /// <param name="token">Ends the pass.</param>
    internal ElementReader<T> Open(DatasetPosition position, ulong seed, CancellationToken token)
    {
        ElementStage<T> stage = position.Element == 0 ? Stage
            : _pipeline is not null ? new IndexStage<T>(_pipeline.Skip(position.Element), _read!) // Both come together.
            : new SkipStage<T>(Stage, position.Element);
        return stage.Open(new Pass(position.Epoch, seed, token));
    }

    private IEnumerator<T> Enumerate(int epoch)
    {
        using ElementReader<T> reader = Open(new DatasetPosition(epoch, 0), _seed.Value, CancellationToken.None);
        while (true)
        {
            T element = default!; // Filled when TryNext says so.
            if (!reader.TryNext(ref element)) yield break;
            yield return element;
        }
    }
}
