namespace Mirrored;

/// <summary>Batches that no step uses any more, for those to come.</summary>
/// <remarks>They take turns, so that all of them have their memory after one round, however far reading runs ahead of the steps at
/// first: later nothing is allocated.</remarks>
internal sealed class StagedBatchPool
{
    private readonly Queue<StagedBatch> _free;
    private readonly Lock _lock = new();

    /// <summary>Makes batches, which have no memory yet.</summary>
    /// <param name="count">How many are on their way at most.</param>
    public StagedBatchPool(int count)
    {
        _free = new Queue<StagedBatch>(count);
        for (int i = 0; i < count; i++) _free.Enqueue(new StagedBatch());
    }

    public StagedBatch Take()
    {
        lock (_lock) return _free.TryDequeue(out StagedBatch? batch) ? batch : new StagedBatch();
    }

    public void Return(StagedBatch batch)
    {
        lock (_lock) _free.Enqueue(batch);
    }
}
