namespace Mirrored;

public sealed partial class Dataset<T>
{
    /// <summary>Shuffles as tf.data does: fills a buffer, then emits a random element of it and puts the next in its place.</summary>
    /// <param name="bufferSize">The buffer's size in elements. 1 leaves the order as it is; from <see cref="Cardinality"/> on
    /// every order is equally likely. While only row numbers flow even a large one is cheap; otherwise it holds elements.</param>
    /// <param name="seed">The seed of the order; null takes the strategy's when training, a fresh one for <c>foreach</c>.</param>
    /// <param name="reshuffleEachIteration">True gives every epoch, and every pass of a later Repeat, its own order, which only
    /// the seed and the number of the pass decide; false gives all the same.</param>
    /// <returns>The shuffled dataset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The buffer size is not positive.</exception>
    public Dataset<T> Shuffle(int bufferSize, long? seed = null, bool reshuffleEachIteration = true)
    {
        if (bufferSize <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(bufferSize), bufferSize, "A shuffle needs a buffer of at least one element; 1 keeps the order.");
        return Then(
            pipeline => pipeline.Shuffle(bufferSize, seed, reshuffleEachIteration),
            stage => new ShuffleStage<T>(stage, bufferSize, seed, reshuffleEachIteration));
    }

    /// <summary>Goes over the dataset several times in one epoch.</summary>
    /// <param name="count">How many times; -1 for ever, for training with a number of steps per epoch; 0 leaves nothing.</param>
    /// <returns>The repeated dataset. Shuffle before it keeps each pass together, behind it mixes them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below -1.</exception>
    public Dataset<T> Repeat(long count = Dataset.All)
    {
        RequireCountOrAll(count, nameof(count));
        return Then(pipeline => pipeline.Repeat(count), stage => new RepeatStage<T>(stage, count));
    }

    /// <summary>Keeps the first elements.</summary>
    /// <param name="count">How many; -1, or more than there are, keeps all.</param>
    /// <returns>The shorter dataset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below -1.</exception>
    public Dataset<T> Take(long count)
    {
        RequireCountOrAll(count, nameof(count));
        return Then(pipeline => pipeline.Take(count), stage => new TakeStage<T>(stage, count));
    }

    /// <summary>Leaves out the first elements.</summary>
    /// <param name="count">How many; -1, or more than there are, leaves nothing.</param>
    /// <returns>The shorter dataset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below -1.</exception>
    public Dataset<T> Skip(long count)
    {
        RequireCountOrAll(count, nameof(count));
        return count == Dataset.All ? Take(0) : Then(pipeline => pipeline.Skip(count), stage => new SkipStage<T>(stage, count));
    }

    /// <summary>Keeps every n-th element: the part of one of several machines. Best before Shuffle.</summary>
    /// <param name="numShards">How many parts there are.</param>
    /// <param name="index">Which one: elements whose number leaves this remainder.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no part, or the index is not one of them.</exception>
    public Dataset<T> Shard(int numShards, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numShards);
        if (index < 0 || index >= numShards)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The {numShards} shards have the indices 0 to {numShards - 1}.");
        return Then(pipeline => pipeline.Shard(numShards, index), stage => new ShardStage<T>(stage, numShards, index));
    }

    /// <summary>Puts another dataset behind this one.</summary>
    /// <param name="other">What follows.</param>
    /// <returns>The longer dataset.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public Dataset<T> Concatenate(Dataset<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _pipeline is not null && other._pipeline is not null && _pipeline.Concatenate(other._pipeline) is { } both
            ? new(both, _read!, _seed) // Both come together.
            : new(new ConcatenateStage<T>(Stage, other.Stage), _seed);
    }

    /// <summary>Keeps all elements in memory: those of the first pass that is read to its end. Freezes shuffles before it.</summary>
    /// <returns>The kept dataset. Rows of arrays are in memory already, nothing is copied.</returns>
    public Dataset<T> Cache() => Then(pipeline => pipeline.Cache(), stage => new CacheStage<T>(stage));

    /// <summary>Reads elements ahead, on a thread of its own, while those before are used. Best as the last operation.</summary>
    /// <param name="bufferSize">How many elements may wait, 0 or more, or <see cref="Dataset.AutoTune"/>.</param>
    /// <returns>The same elements in the same order. While only row numbers flow this is the dataset itself: there is nothing
    /// to fetch and no thread to start.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The buffer size is below -1.</exception>
    public Dataset<T> Prefetch(int bufferSize)
    {
        if (bufferSize < Dataset.AutoTune)
            throw new ArgumentOutOfRangeException(
                nameof(bufferSize), bufferSize, "Prefetch needs a number of elements, 0 or more, or Dataset.AutoTune.");
        return IsIndexOnly || bufferSize == 0 ? this : new(new PrefetchStage<T>(Stage, bufferSize), _seed);
    }

    /// <summary>Makes something else of each element.</summary>
    /// <typeparam name="TResult">What it becomes.</typeparam>
    /// <param name="function">What makes it. It may be called for elements that nobody takes in the end.</param>
    /// <param name="numParallelCalls">How many calls may run at once, each on a thread of its own; null calls one after another,
    /// <see cref="Dataset.AutoTune"/> takes as many as there are cores.</param>
    /// <param name="deterministic">False hands elements out as they get ready instead of in their order.</param>
    /// <returns>The mapped dataset. What <paramref name="function"/> throws arrives as a <see cref="DatasetException"/> when it is
    /// the element's turn.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of calls is neither positive nor AutoTune.</exception>
    public Dataset<TResult> Map<TResult>(Func<T, TResult> function, int? numParallelCalls = null, bool deterministic = true)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (numParallelCalls is < Dataset.AutoTune or 0)
            throw new ArgumentOutOfRangeException(
                nameof(numParallelCalls), numParallelCalls, "Map needs a number of calls, 1 or more, or Dataset.AutoTune.");
        int calls = numParallelCalls is Dataset.AutoTune ? Environment.ProcessorCount : numParallelCalls ?? 1;
        return numParallelCalls is null
            ? new(new MapStage<T, TResult>(Stage, function), _seed)
            : new(new ParallelMapStage<T, TResult>(Stage, function, calls, deterministic), _seed);
    }

    /// <summary>Keeps the elements that a function says yes to.</summary>
    /// <param name="predicate">Whether to keep an element.</param>
    /// <returns>The filtered dataset, whose <see cref="Cardinality"/> is unknown.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public Dataset<T> Filter(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(new FilterStage<T>(Stage, predicate), _seed);
    }

    /// <summary>Numbers the elements.</summary>
    /// <param name="start">The first number.</param>
    /// <returns>Pairs of number and element.</returns>
    public Dataset<(long Index, T Element)> Enumerate(long start = 0) => new(new EnumerateStage<T>(Stage, start), _seed);

    private static void RequireCountOrAll(long count, string name)
    {
        if (count < Dataset.All)
            throw new ArgumentOutOfRangeException(name, count, "Give a number of elements, 0 or more, or -1.");
    }

    private Dataset<T> Then(Func<IndexPipeline, IndexPipeline> onIndices, Func<ElementStage<T>, ElementStage<T>> onElements) =>
        _pipeline is not null ? new(onIndices(_pipeline), _read!, _seed) : new(onElements(Stage), _seed); // Both come together.
}
