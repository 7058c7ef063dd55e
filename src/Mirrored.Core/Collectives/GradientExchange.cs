namespace Mirrored;

/// <summary>One replica's part in summing gradients over all leaves, so that every replica then holds the sum.</summary>
/// <remarks>
/// <code>
/// compute        [ segment 0 ] . [ segment 1 ] . . . . . . . . [ update ]
///                              \               \              /
/// communication                 [ bucket 0 ]     [ bucket 1 ]
/// </code>
/// Every call only queues work; dots are marks that one stream leaves and the other waits for. Made and disposed on any
/// thread, used on the replica's own. Up to <see cref="Complete"/> a failure on any replica keeps all of them from updating.
/// </remarks>
internal abstract class GradientExchange : IDisposable
{
    protected GradientExchange(Replica replica)
    {
        Replica = replica;
        Done = replica.Stream.CreateEvent();
    }

    /// <summary>The replica that this is a part of.</summary>
    public Replica Replica { get; }

    /// <summary>Marks the end of what the replica has queued for a step's sums.</summary>
    protected DeviceEvent Done { get; }

    private bool OverlapsCompute => !ReferenceEquals(Replica.Communication, Replica.Stream);

    /// <summary>Queues the sum of one bucket behind what the compute stream has been given so far; every replica calls it with
    /// the same buckets in the same order.</summary>
    public virtual void Reduce(int bucket)
    {
        if (OverlapsCompute)
        {
            Replica.Stream.Record(Replica.Computed);
            Replica.Communication.Wait(Replica.Computed);
        }

        Sum(bucket);
    }

    /// <summary>Makes the compute stream wait for all sums queued so far.</summary>
    public virtual void Complete()
    {
        if (!OverlapsCompute) return;
        Replica.Communication.Record(Done);
        Replica.Stream.Wait(Done);
    }

    /// <summary>Makes the exchange usable again after a failure, on the replica's own thread, while no step runs.</summary>
    public virtual void Recover()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => Done.Dispose();

    /// <summary>Queues the sum of one bucket on the communication stream.</summary>
    protected abstract void Sum(int bucket);
}
