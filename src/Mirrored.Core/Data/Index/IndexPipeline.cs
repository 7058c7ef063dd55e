namespace Mirrored;

/// <summary>A dataset as a plan over row numbers: the arrays stay where they are, only indices flow.</summary>
/// <remarks>A trainer keeps the arrays on each device and gathers the rows that a cursor names. Immutable.</remarks>
internal sealed class IndexPipeline
{
    private readonly Func<ulong, IndexStream> _open;

    /// <summary>All rows of the arrays in order.</summary>
    public IndexPipeline(NDArray<float> x, NDArray? y, NDArray<float>? weights = null)
    {
        (X, Y, Weights) = (x, y, weights);
        Count = x.RowCount;
        int rows = x.RowCount;
        _open = _ => new RangeStream(rows);
    }

    private IndexPipeline(IndexPipeline input, Func<ulong, IndexStream> open, long count)
    {
        (X, Y, Weights, Count, Shuffles) = (input.X, input.Y, input.Weights, count, input.Shuffles);
        (IsBatched, BatchSize, DropRemainder) = (input.IsBatched, input.BatchSize, input.DropRemainder);
        _open = open;
    }

    /// <summary>The features, <c>(rows, ...)</c>.</summary>
    public NDArray<float> X { get; }

    /// <summary>The targets: int32, uint8 or float32, <c>(rows, ...)</c>; null if there are none.</summary>
    public NDArray? Y { get; }

    /// <summary>The weight of each row, <c>(rows)</c>; null for none.</summary>
    public NDArray<float>? Weights { get; }

    /// <summary>The number of elements, batches once <see cref="IsBatched"/>, else rows; or an answer of <see cref="Counts"/>.
    /// </summary>
    public long Count { get; }

    /// <summary>True after Batch.</summary>
    public bool IsBatched { get; private init; }

    /// <summary>The most rows that one element has; 1 until <see cref="IsBatched"/>.</summary>
    public int BatchSize { get; private init; } = 1;

    /// <summary>True when every batch is full.</summary>
    public bool DropRemainder { get; private init; }

    /// <summary>How many shuffles a row passes.</summary>
    public int Shuffles { get; private init; }

    /// <summary>Makes a cursor at the start of an epoch.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="ambientSeed">The seed of every Shuffle that has none of its own.</param>
    public IndexCursor Open(int epoch, ulong ambientSeed) => new(_open(ambientSeed), epoch);

    /// <summary>Makes a stream, to be restarted before it is read.</summary>
    public IndexStream OpenStream(ulong ambientSeed) => _open(ambientSeed);

    public IndexPipeline Shuffle(int bufferSize, long? seed, bool reshuffleEachIteration)
    {
        int capacity = Count < 0 ? bufferSize : (int)Math.Min(bufferSize, Math.Max(Count, 1));
        int position = Shuffles;
        Func<ulong, IndexStream> input = _open;
        return new(
            this,
            ambient => new ShuffleStream(input(ambient), capacity, (ulong?)seed ?? ambient, position, reshuffleEachIteration),
            Count)
        {
            Shuffles = position + 1,
        };
    }

    public IndexPipeline Batch(int size, bool dropRemainder)
    {
        Func<ulong, IndexStream> input = _open;
        int most = Count < 0 ? size : (int)Math.Min(size, Math.Max(Count, 1));
        return new(
            this, ambient => new BatchStream(input(ambient), size, most, dropRemainder), Counts.Batch(Count, size, dropRemainder))
        {
            IsBatched = true,
            BatchSize = most,
            DropRemainder = dropRemainder,
        };
    }

    public IndexPipeline Unbatch()
    {
        Func<ulong, IndexStream> input = _open;
        return new(this, ambient => new UnbatchStream(input(ambient)), Counts.Unbatch(Count, BatchSize, DropRemainder))
        {
            IsBatched = false,
            BatchSize = 1,
            DropRemainder = false,
        };
    }

    public IndexPipeline Repeat(long times) => Then(input => new RepeatStream(input, times), Counts.Repeat(Count, times));

    public IndexPipeline Take(long most) =>
        most < 0 ? this : Then(input => new TakeStream(input, most), Counts.Take(Count, most));

    public IndexPipeline Skip(long first) =>
        Then(input => new SkipStream(input, first), Counts.Skip(Count, first));

    public IndexPipeline Shard(int shards, int index) =>
        Then(input => new ShardStream(input, shards, index), Counts.Shard(Count, shards, index));

    public IndexPipeline Cache() => Then(input => new FrozenStream(input), Count);

    /// <summary>Puts another pipeline behind this one.</summary>
    /// <returns>Null when the two do not run over the same arrays, or only one is batched.</returns>
    public IndexPipeline? Concatenate(IndexPipeline other)
    {
        if (!ReferenceEquals(X, other.X) || !ReferenceEquals(Y, other.Y) || !ReferenceEquals(Weights, other.Weights)
            || IsBatched != other.IsBatched) return null;
        Func<ulong, IndexStream> first = _open, second = other._open;
        return new(
            this, ambient => new ConcatenateStream(first(ambient), second(ambient)), Counts.Concatenate(Count, other.Count))
        {
            BatchSize = Math.Max(BatchSize, other.BatchSize),
            DropRemainder = DropRemainder && other.DropRemainder && BatchSize == other.BatchSize,
            Shuffles = Math.Max(Shuffles, other.Shuffles),
        };
    }

    private IndexPipeline Then(Func<IndexStream, IndexStream> stage, long count)
    {
        Func<ulong, IndexStream> input = _open;
        return new(this, ambient => stage(input(ambient)), count);
    }
}
