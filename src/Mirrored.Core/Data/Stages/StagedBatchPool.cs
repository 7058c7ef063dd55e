namespace Mirrored;

/// <summary>Batches that no step uses any more, for those to come; how many there are follows from how many are on their way.
/// </summary>
internal sealed class StagedBatchPool
{
    private readonly Stack<StagedBatch> _free = new();
    private readonly Lock _lock = new();

    public StagedBatch Take()
    {
        lock (_lock) return _free.TryPop(out StagedBatch? batch) ? batch : new StagedBatch();
    }

    public void Return(StagedBatch batch)
    {
        lock (_lock) _free.Push(batch);
    }
}
