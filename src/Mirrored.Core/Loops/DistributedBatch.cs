namespace Mirrored;

/// <summary>A global batch, split over the replicas of a strategy; <see cref="MirroredStrategy.Distribute(Batch)"/> makes one.</summary>
/// <remarks>The split is that of <c>Fit</c>: contiguous, balanced, larger parts first; parts without rows are normal.</remarks>
public sealed class DistributedBatch
{
    internal DistributedBatch(MirroredStrategy strategy, Batch rows)
    {
        if (rows.Count == 0) throw new ArgumentException("The batch has no rows.", nameof(rows));
        (Strategy, Rows) = (strategy, rows);
    }

    /// <summary>The number of rows over all replicas: what a mean over the batch is divided by.</summary>
    public int GlobalCount => Rows.Count;

    internal MirroredStrategy Strategy { get; }

    /// <summary>All rows.</summary>
    internal Batch Rows { get; }

    /// <summary>The rows of each replica, in replica order.</summary>
    /// <returns>One shard for each replica.</returns>
    public IReadOnlyList<Shard> Split() => [.. Enumerable.Range(0, Strategy.NumReplicasInSync).Select(Of)];

    internal Shard Of(int replica)
    {
        (int start, int count) = Strategy.EngineOptions.Shard(GlobalCount, Strategy.Options.Deterministic, Strategy.NumReplicasInSync, replica);
        return new Shard(this, start, count);
    }
}
