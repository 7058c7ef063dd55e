namespace Mirrored;

/// <summary>One replica's rows of a batch; none is normal.</summary>
/// <remarks>The shards of all replicas follow one another: in replica order they are the batch.</remarks>
public sealed class Shard
{
    private readonly NDArray? _y;

    internal Shard(DistributedBatch batch, int firstRow, int count)
    {
        (GlobalCount, FirstRow) = (batch.GlobalCount, firstRow);
        X = batch.Rows.X.Rows(firstRow, count);
        _y = batch.Rows.Y?.SliceRows(firstRow, count);
    }

    /// <summary>The features, <c>(Count, ...)</c>; views of the batch, not copies.</summary>
    public NDArray<float> X { get; }

    /// <summary>The targets, <c>(Count, ...)</c>.</summary>
    /// <exception cref="InvalidOperationException">The dataset has none.</exception>
    public NDArray Y => _y ?? throw new InvalidOperationException("The dataset has no labels: it gives features alone.");

    /// <summary>The number of rows.</summary>
    public int Count => X.RowCount;

    /// <summary>The number of the first row within the batch.</summary>
    public int FirstRow { get; }

    /// <summary>The rows of the whole batch, over all replicas.</summary>
    public int GlobalCount { get; }
}
