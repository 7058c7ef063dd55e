using System.Security.Cryptography;

namespace Mirrored;

/// <summary>A dataset as a plan over row numbers: the arrays stay where they are, only indices flow.</summary>
/// <remarks>A trainer keeps the arrays on each device and gathers the rows that a cursor names. Immutable.</remarks>
internal sealed class IndexPipeline
{
    private readonly Func<ulong, IndexStream> _open;
    private readonly int _shuffles;
    private readonly Lazy<ulong> _enumerationSeed;

    /// <summary>All rows of the arrays in order.</summary>
    public IndexPipeline(NDArray<float> x, NDArray? y)
    {
        X = x;
        Y = y;
        Count = x.RowCount;
        int rows = x.RowCount;
        _open = _ => new RangeStream(rows);
        // Drawn only when somebody enumerates: training has a seed, and the system's generator is a library to load.
        _enumerationSeed = new Lazy<ulong>(() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
    }

    private IndexPipeline(IndexPipeline input, Func<ulong, IndexStream> open, int shuffles)
    {
        (X, Y, Count, _enumerationSeed) = (input.X, input.Y, input.Count, input._enumerationSeed);
        (IsBatched, BatchSize, DropRemainder) = (input.IsBatched, input.BatchSize, input.DropRemainder);
        _open = open;
        _shuffles = shuffles;
    }

    /// <summary>The features, <c>(rows, ...)</c>.</summary>
    public NDArray<float> X { get; }

    /// <summary>The targets: int32, uint8 or float32, <c>(rows, ...)</c>; null if there are none.</summary>
    public NDArray? Y { get; }

    /// <summary>The number of elements: batches once <see cref="IsBatched"/>, else rows.</summary>
    public long Count { get; private init; }

    /// <summary>True after Batch.</summary>
    public bool IsBatched { get; private init; }

    /// <summary>The most rows that one element has; 1 until <see cref="IsBatched"/>.</summary>
    public int BatchSize { get; private init; } = 1;

    /// <summary>True when every batch is full.</summary>
    public bool DropRemainder { get; private init; }

    /// <summary>The ambient seed of those who enumerate with foreach; drawn once for all that derives from one source,
    /// so that an order that does not change between epochs is the same in all of them.</summary>
    public ulong EnumerationSeed => _enumerationSeed.Value;

    /// <summary>Makes a cursor at the start of an epoch.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="ambientSeed">The seed of every Shuffle that has none of its own.</param>
    public IndexCursor Open(int epoch, ulong ambientSeed) => new(_open(ambientSeed), epoch);

    public IndexPipeline Shuffle(int bufferSize, long? seed, bool reshuffleEachIteration)
    {
        int capacity = (int)Math.Min(bufferSize, Math.Max(Count, 1));
        int position = _shuffles;
        Func<ulong, IndexStream> input = _open;
        return new(
            this,
            ambient => new ShuffleStream(
                input(ambient), capacity, (ulong?)seed ?? ambient, position, reshuffleEachIteration),
            _shuffles + 1);
    }

    public IndexPipeline Batch(int size, bool dropRemainder)
    {
        Func<ulong, IndexStream> input = _open;
        int most = (int)Math.Min(size, Math.Max(Count, 1));
        return new(this, ambient => new BatchStream(input(ambient), size, most, dropRemainder), _shuffles)
        {
            Count = (Count / size) + (dropRemainder || Count % size == 0 ? 0 : 1),
            IsBatched = true,
            BatchSize = most,
            DropRemainder = dropRemainder,
        };
    }
}
