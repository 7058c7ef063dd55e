using System.Globalization;

namespace Mirrored;

/// <summary>Makes a dataset of a composition: over row numbers, streaming, or streaming on several threads.</summary>
internal sealed class Product
{
    private Dataset<Example>? _rows;
    private Dataset<Batch>? _batches;

    public Product(Composition composition, Way way)
    {
        float[] numbers = [.. Enumerable.Range(0, composition.Rows).Select(i => (float)i)];
        Dataset<Example> slices = Dataset.FromTensorSlices(new NDArray<float>(numbers, [composition.Rows, 1]));
        _rows = way switch
        {
            Way.Index => slices,
            Way.Streaming => Dataset.FromEnumerable(Enumerable.Range(0, composition.Rows), row => new Example(new float[] { row })),
            _ => slices.Map(example => example, numParallelCalls: 3).Prefetch(2),
        };
        foreach (string step in composition.Steps) Apply(step);
        if (way != Way.Threads) return;
        _rows = _rows?.Map(row => row, numParallelCalls: 2).Prefetch(Dataset.AutoTune);
        _batches = _batches?.Map(batch => batch, numParallelCalls: 2).Prefetch(1);
    }

    /// <summary>How the elements flow.</summary>
    public enum Way
    {
        /// <summary>As row numbers, until a step makes that impossible.</summary>
        Index,

        /// <summary>One by one, on the caller's thread.</summary>
        Streaming,

        /// <summary>Through Map and Prefetch with threads, at both ends.</summary>
        Threads,
    }

    public long Cardinality => _rows?.Cardinality ?? _batches!.Cardinality;

    public bool IsIndexOnly => _rows?.IsIndexOnly ?? _batches!.IsIndexOnly;

    /// <summary>The first elements of a pass.</summary>
    public List<int[]> Read(DatasetPosition position, int most) => _rows is not null
        ? Read(_rows, position, most, row => [(int)row.X.Span[0]])
        : Read(_batches!, position, most, batch => [.. batch.X.ToArray().Select(x => (int)x)]);

    private static List<int[]> Read<T>(Dataset<T> dataset, DatasetPosition position, int most, Func<T, int[]> numbers)
    {
        var read = new List<int[]>();
        using ElementReader<T> reader = dataset.Open(position, Reference.AmbientSeed, CancellationToken.None);
        T element = default!;
        while (read.Count < most && reader.TryNext(ref element))
        {
            read.Add(numbers(element));
            element = default!;
        }

        return read;
    }

    private void Apply(string step)
    {
        string[] words = step.Split(' ');
        switch (words[0])
        {
            case "batch":
                (_rows, _batches) = (null, _rows!.Batch(Number(words, 1)));
                break;
            case "batch-full":
                (_rows, _batches) = (null, _rows!.Batch(Number(words, 1), dropRemainder: true));
                break;
            case "unbatch":
                (_rows, _batches) = (_batches!.Unbatch(), null);
                break;
            default:
                _rows = _rows is null ? null : Apply(_rows, words, e => (int)e.X.Span[0], e => new Example(Plus100(e.X), e.Y));
                _batches = _batches is null ? null : Apply(_batches, words, b => (int)b.X.Span[0], b => new Batch(Plus100(b.X), b.Y));
                break;
        }
    }

    private static Dataset<T> Apply<T>(Dataset<T> dataset, string[] words, Func<T, int> first, Func<T, T> plus100) => words[0] switch
    {
        "shuffle" => dataset.Shuffle(Number(words, 1)),
        "shuffle-seed" => dataset.Shuffle(4, seed: Number(words, 1)),
        "shuffle-once" => dataset.Shuffle(Number(words, 1), reshuffleEachIteration: false),
        "repeat" => dataset.Repeat(Number(words, 1)),
        "take" => dataset.Take(Number(words, 1)),
        "skip" => dataset.Skip(Number(words, 1)),
        "shard" => dataset.Shard(Number(words, 1), Number(words, 2)),
        "cache" => dataset.Cache(),
        "filter" => dataset.Filter(element => first(element) % 3 != 1),
        "map" => dataset.Map(plus100),
        "append" => dataset.Concatenate(dataset.Take(2)),
        _ => throw new ArgumentException(words[0]),
    };

    private static int Number(string[] words, int position) => int.Parse(words[position], CultureInfo.InvariantCulture);

    private static NDArray<float> Plus100(NDArray<float> x) =>
        new([.. x.ToArray().Select(number => number + 100)], x.Shape);
}
