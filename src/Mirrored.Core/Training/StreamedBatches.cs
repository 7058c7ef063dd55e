namespace Mirrored;

/// <summary>A streaming dataset on its way to the replicas: a thread reads batches ahead while steps run on those before.</summary>
/// <remarks>
/// <code>
/// input thread     reads and maps elements, fills batch n+1, n+2      (no more than were asked for)
/// caller           queues step n
/// replicas         steps n-4 ... n-1 read their batches; behind step n-4 its memory is filled anew
/// </code>
/// Nothing is allocated for a step once all memory is there. One thread uses it, the caller's.
/// </remarks>
internal sealed class StreamedBatches : IDisposable
{
    /// <summary>Batches that wait, when the dataset does not say: one that is ready and one that is filled.</summary>
    private const int Ahead = 2;

    private readonly ElementStage<Batch> _stage;
    private readonly StagedBatchPool _pool;
    private readonly BackgroundSettings _settings;
    private readonly CancellationToken _token;
    private readonly ulong _seed;
    private readonly Queue<StagedBatch> _running = new(ReplicaGroup.RunAhead + 1);
    private ElementReader<StagedBatch>? _reader;
    private StagingBuffer?[] _stagings = [];
    private StagedBatch? _current;
    private int[] _numbers = [];

    /// <summary>Makes the way; nothing is read yet.</summary>
    /// <param name="dataset">The batches.</param>
    /// <param name="seed">The seed of every Shuffle that has none of its own.</param>
    /// <param name="limit">How long to wait for a batch at most.</param>
    /// <param name="token">Ends reading at any point.</param>
    public StreamedBatches(Dataset<Batch> dataset, ulong seed, TimeSpan limit, CancellationToken token)
    {
        (_seed, _token) = (seed, token);
        // Batches are read ahead here, into memory that devices can read: a Prefetch at the end says only how many.
        (_stage, int ahead) = dataset.Stage is PrefetchStage<Batch> prefetch
            ? (prefetch.Input, prefetch.Size < 0 ? Ahead : prefetch.Size)
            : (dataset.Stage, Ahead);
        _settings = new BackgroundSettings("Mirrored input", 1, ahead, true, limit);
        // Those that wait, the one that is filled, the one that the caller is at, and those of queued steps. Of a long Prefetch only
        // what is needed gets memory.
        _pool = new StagedBatchPool(Math.Min(ahead, 16) + 2 + ReplicaGroup.RunAhead);
    }

    /// <summary>The rows that <see cref="TryNext"/> went to.</summary>
    public RowBuffer Rows => _current?.Rows ?? throw new InvalidOperationException("There is no batch.");

    /// <summary>Goes before a batch, whatever was read before. Those before it in its epoch are read and thrown away.</summary>
    public void Restart(DatasetPosition position)
    {
        _reader?.Dispose();
        Release();
        ElementStage<Batch> stage = position.Element == 0 ? _stage : new SkipStage<Batch>(_stage, position.Element);
        _reader = new PrefetchReader<StagedBatch>(
            new StagingStage(stage, _pool), new Pass(position.Epoch, _seed, _token), _settings);
    }

    /// <summary>Waits for the next batch.</summary>
    /// <returns>False at the end of the epoch.</returns>
    /// <exception cref="DatasetException">Code of the user failed, or the batch does not fit those before.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public bool TryNext()
    {
        Release();
        StagedBatch batch = null!; // Set when TryNext says so.
        if (_reader is null || !_reader.TryNext(ref batch)) return false;
        _current = batch;
        return true;
    }

    /// <summary>Queues a step on the batch.</summary>
    /// <param name="engine">The model's; always the same one.</param>
    /// <param name="mode">What the step is for.</param>
    /// <param name="output">Receives the predictions, when the step is done.</param>
    public void Run(StepEngine engine, StepMode mode, float[]? output)
    {
        if (_stagings.Length == 0) _stagings = new StagingBuffer?[engine.Replicas.Count];
        StagedBatch batch = _current ?? throw new InvalidOperationException("There is no batch.");
        engine.Run(mode, batch.On(_stagings), Numbers(batch.Rows.Count), output);
        _current = null;
        _running.Enqueue(batch);
        // The queue had a place for this step, so the one that had the place before is done.
        if (_running.Count > ReplicaGroup.RunAhead) _pool.Return(_running.Dequeue());
    }

    /// <summary>Ends reading; no step may run any more.</summary>
    public void Dispose()
    {
        try
        {
            _reader?.Dispose();
        }
        finally
        {
            foreach (StagingBuffer? staging in _stagings) staging?.Dispose();
        }
    }

    /// <summary>Gives back a batch on which no step ran.</summary>
    private void Release()
    {
        if (_current is { } unused) _pool.Return(unused);
        _current = null;
    }

    private ReadOnlySpan<int> Numbers(int rows)
    {
        if (_numbers.Length < rows) _numbers = [.. Enumerable.Range(0, rows)];
        return _numbers.AsSpan(0, rows);
    }
}
