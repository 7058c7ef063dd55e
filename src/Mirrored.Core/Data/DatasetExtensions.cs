namespace Mirrored;

/// <summary>What only datasets of certain elements can do.</summary>
public static class DatasetExtensions
{
    /// <summary>Joins consecutive examples to batches.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="size">The rows of a batch, over all replicas together.</param>
    /// <param name="dropRemainder">True leaves out a last batch that is not full.</param>
    /// <returns>The dataset of batches.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public static Dataset<Batch> Batch(this Dataset<Example> dataset, int size, bool dropRemainder = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (size <= 0)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A batch needs at least one row.");
        return dataset.IsIndexOnly
            ? new(dataset.Pipeline.Batch(size, dropRemainder), RowReader.ReadBatch, dataset.Seed)
            : new(new BatchStage(dataset.Stage, size, dropRemainder), dataset.Seed);
    }

    /// <summary>Takes batches apart into examples.</summary>
    /// <param name="dataset">The batches.</param>
    /// <returns>The dataset of examples.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    public static Dataset<Example> Unbatch(this Dataset<Batch> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.IsIndexOnly
            ? new(dataset.Pipeline.Unbatch(), RowReader.ReadExample, dataset.Seed)
            : new(new UnbatchStage(dataset.Stage), dataset.Seed);
    }

    /// <summary>Keeps all examples in a file: those of the first pass that is read to its end, in this run or an earlier one.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="path">The file. It is reused whatever the dataset has become: delete it when that changes.</param>
    /// <returns>The kept dataset. Freezes shuffles before it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Dataset<Example> Cache(this Dataset<Example> dataset, string path) => Cache(
        dataset, path, new ElementFormat<Example>(
            example => (example.X, example.Y, example.SampleWeight is { } weight ? new NDArray<float>([weight], 1) : null),
            (x, y, weights) => new Example(x, y) { SampleWeight = weights?.Span[0] }));

    /// <summary>Keeps all batches in a file: those of the first pass that is read to its end, in this run or an earlier one.</summary>
    /// <param name="dataset">The batches.</param>
    /// <param name="path">The file. It is reused whatever the dataset has become: delete it when that changes.</param>
    /// <returns>The kept dataset. Freezes shuffles before it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Dataset<Batch> Cache(this Dataset<Batch> dataset, string path) => Cache(
        dataset, path, new ElementFormat<Batch>(
            batch => (batch.X, batch.Y, batch.SampleWeight), (x, y, weights) => new Batch(x, y) { SampleWeight = weights }));

    private static Dataset<T> Cache<T>(Dataset<T> dataset, string path, ElementFormat<T> format)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(path);
        return new(new CacheFileStage<T>(dataset.Stage, Path.GetFullPath(path), format), dataset.Seed);
    }
}
