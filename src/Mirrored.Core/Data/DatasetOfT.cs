using System.Collections;

namespace Mirrored;

/// <summary>A sequence of examples or batches that starts anew each epoch; immutable, every call makes a new one.</summary>
/// <typeparam name="T"><see cref="Example"/>, or <see cref="Batch"/> after <see cref="DatasetExtensions.Batch"/>.</typeparam>
/// <remarks>It is a plan over row numbers: the arrays it was made from stay where they are, and training copies them to each
/// device once. Enumerating it with <c>foreach</c> is for looking at data; each enumeration of one object is its next epoch,
/// counted from 0.</remarks>
public sealed class Dataset<T> : IEnumerable<T>
{
    private readonly Func<IndexPipeline, ReadOnlySpan<int>, T> _read;
    private int _enumerations;

    internal Dataset(IndexPipeline pipeline, Func<IndexPipeline, ReadOnlySpan<int>, T> read)
    {
        Pipeline = pipeline;
        _read = read;
    }

    /// <summary>The number of elements in one epoch: examples, or batches after <see cref="DatasetExtensions.Batch"/>.</summary>
    public long Cardinality => Pipeline.Count;

    internal IndexPipeline Pipeline { get; }

    /// <summary>Shuffles as tf.data does: fills a buffer, then emits a random element of it and puts the next in its place.</summary>
    /// <param name="bufferSize">The buffer's size in elements. 1 leaves the order as it is; from <see cref="Cardinality"/> on
    /// every order is equally likely. It holds row numbers, so even a large one is cheap.</param>
    /// <param name="seed">The seed of the order; null takes the strategy's when training, a fresh one for <c>foreach</c>.</param>
    /// <param name="reshuffleEachIteration">True gives every epoch its own order, which only the seed and the epoch's number
    /// decide; false gives all epochs the same.</param>
    /// <returns>The shuffled dataset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The buffer size is not positive.</exception>
    public Dataset<T> Shuffle(int bufferSize, long? seed = null, bool reshuffleEachIteration = true)
    {
        if (bufferSize <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(bufferSize), bufferSize, "A shuffle needs a buffer of at least one element; 1 keeps the order.");
        return new(Pipeline.Shuffle(bufferSize, seed, reshuffleEachIteration), _read);
    }

    /// <summary>Asks for elements to be ready before they are needed.</summary>
    /// <param name="bufferSize">How many elements, 0 or more, or <see cref="Dataset.AutoTune"/>.</param>
    /// <returns>This dataset: rows are picked on the device and training runs ahead by itself, so there is nothing to fetch
    /// and no thread to start.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The buffer size is below -1.</exception>
    public Dataset<T> Prefetch(int bufferSize)
    {
        if (bufferSize < Dataset.AutoTune)
            throw new ArgumentOutOfRangeException(
                nameof(bufferSize), bufferSize, "Prefetch needs a number of elements, 0 or more, or Dataset.AutoTune.");
        return this;
    }

    /// <summary>Starts the next epoch.</summary>
    /// <returns>An enumerator over copies of the rows.</returns>
    public IEnumerator<T> GetEnumerator() => Enumerate(Interlocked.Increment(ref _enumerations) - 1);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerator<T> Enumerate(int epoch)
    {
        IndexCursor cursor = Pipeline.Open(epoch, Pipeline.EnumerationSeed);
        var rows = new int[Pipeline.BatchSize];
        while (cursor.Next(rows) is > 0 and int count) yield return _read(Pipeline, rows.AsSpan(0, count));
    }
}
