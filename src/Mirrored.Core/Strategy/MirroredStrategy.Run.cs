namespace Mirrored;

/// <content>Custom loops: steps that a program writes itself.</content>
public sealed partial class MirroredStrategy
{
    private Rendezvous? _rendezvous;

    /// <summary>Splits each batch of a dataset over the replicas.</summary>
    /// <param name="dataset">Global batches, such as <c>Dataset.FromTensorSlices(x, y).Shuffle(1000).Batch(256)</c> gives.</param>
    /// <returns>The batches, for <c>foreach</c> and <see cref="Run{T}(DistributedBatch, Func{ReplicaContext, Shard, T})"/>.</returns>
    /// <exception cref="ObjectDisposedException">The strategy is disposed.</exception>
    /// <remarks>Source: TensorFlow's <c>experimental_distribute_dataset</c>.</remarks>
    public DistributedDataset Distribute(Dataset<Batch> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new DistributedDataset(this, dataset);
    }

    /// <summary>Splits one batch over the replicas.</summary>
    /// <param name="batch">The global batch.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentException">It has no rows.</exception>
    /// <exception cref="ObjectDisposedException">The strategy is disposed.</exception>
    public DistributedBatch Distribute(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new DistributedBatch(this, batch);
    }

    /// <summary>Runs a step on every replica at once, each on its own thread with its own rows, and waits for all.</summary>
    /// <typeparam name="T">What the step returns.</typeparam>
    /// <param name="batch">A batch of this strategy.</param>
    /// <param name="step">The step. Replicas without rows run it too: they take part in what replicas do together.</param>
    /// <returns>What each replica returned.</returns>
    /// <exception cref="ReplicaFailedException">The step threw on a replica, which it names; the others were stopped. The cause is
    /// the inner exception. Gradients that were not applied are forgotten.</exception>
    /// <exception cref="ArgumentException">The batch is of another strategy.</exception>
    /// <exception cref="InvalidOperationException">The caller is in a step, or another thread uses the strategy.</exception>
    /// <exception cref="TimeoutException">The step took longer than <see cref="StrategyOptions.Timeout"/>.</exception>
    /// <exception cref="ObjectDisposedException">The strategy is disposed.</exception>
    /// <remarks>Source: TensorFlow's <c>tf.distribute.Strategy.run</c>.</remarks>
    public PerReplica<T> Run<T>(DistributedBatch batch, Func<ReplicaContext, Shard, T> step)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(step);
        if (batch.Strategy != this)
            throw new ArgumentException($"The batch was distributed by {batch.Strategy}; take one of {this}.Distribute.", nameof(batch));
        return Run(batch, context => step(context, context.Shard!)); // There is a batch, so there are shards.
    }

    /// <inheritdoc cref="Run{T}(DistributedBatch, Func{ReplicaContext, Shard, T})"/>
    public void Run(DistributedBatch batch, Action<ReplicaContext, Shard> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Run(batch, (context, shard) =>
        {
            step(context, shard);
            return true;
        });
    }

    /// <summary>Runs a function on every replica at once, each on its own thread, and waits for all: for work without data.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="step">The function.</param>
    /// <returns>What each replica returned.</returns>
    /// <exception cref="ReplicaFailedException">The function threw on a replica, which it names.</exception>
    /// <exception cref="InvalidOperationException">The caller is in a step, or another thread uses the strategy.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="StrategyOptions.Timeout"/>.</exception>
    /// <exception cref="ObjectDisposedException">The strategy is disposed.</exception>
    public PerReplica<T> Run<T>(Func<ReplicaContext, T> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Run(null, step);
    }

    /// <inheritdoc cref="Run{T}(Func{ReplicaContext, T})"/>
    public void Run(Action<ReplicaContext> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        Run(null, context =>
        {
            step(context);
            return true;
        });
    }

    private PerReplica<T> Run<T>(DistributedBatch? batch, Func<ReplicaContext, T> step)
    {
        if (ReplicaContext.Current is { } outer)
            throw new InvalidOperationException($"Run was called inside the step of {outer.Device}. Return from that one first.");
        using IDisposable use = Use();
        Group.Drain(); // A step that was given up may still run.
        IRunModel[] models = batch is null ? [] : RunModels();
        foreach (IRunModel model in models) model.BeginRun(batch!.GlobalCount); // Without a batch there are none.
        Rendezvous rendezvous = _rendezvous ??= new Rendezvous(Group);
        rendezvous.Reset();
        T[] results = new T[NumReplicasInSync];
        bool done = false;
        try
        {
            Group.RunAll(replica =>
                results[replica.Index] = new ReplicaContext(this, replica, rendezvous, batch?.Of(replica.Index)).Run(step));
            done = true;
        }
        finally
        {
            foreach (IRunModel model in models) model.EndRun(failed: !done);
        }

        return new PerReplica<T>(this, results);
    }

    private IRunModel[] RunModels()
    {
        lock (_models) return [.. _models.OfType<IRunModel>()];
    }
}
