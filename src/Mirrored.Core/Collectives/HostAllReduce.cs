namespace Mirrored;

/// <summary>Sums gradients in host memory: every replica adds up its slice of each bucket, in leaf order, for all.</summary>
/// <remarks>
/// <code>
///            slice 0   slice 1              replica r reads slice r of all leaves
/// leaf 0   [ a a a a | b b b b ]            and writes the sum to slice r of every
/// leaf 1   [ c c c c | d d d d ]            replica's first leaf
/// </code>
/// One barrier before, so that all gradients are there; one behind, so that all sums are.
/// </remarks>
internal sealed class HostAllReduce : GradientExchange
{
    private readonly Replica _replica;
    private readonly ReplicaBarrier? _barrier;
    private readonly PreparedOperation[] _slices;

    private HostAllReduce(Replica replica, ReplicaBarrier? barrier, PreparedOperation[] slices)
    {
        _replica = replica;
        _barrier = barrier;
        _slices = slices;
    }

    /// <summary>Prepares the exchange of one replica.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="all">All replicas of the model, in order.</param>
    /// <param name="buckets">The buckets that will be reduced.</param>
    /// <param name="barrier">Where the replicas wait for each other.</param>
    public static HostAllReduce Create(
        Replica replica, IReadOnlyList<ModelReplica> all, IReadOnlyList<Bucket> buckets, ReplicaBarrier barrier)
    {
        nint[] sources = [.. all.SelectMany(r => r.Leaves).OrderBy(l => l.Index).Select(l => l.Gradients)];
        nint[] destinations = [.. all.Select(r => r.ReducedGradients)];
        MemoryMap memory = all[replica.Index].Leaves[0].Memory;
        IEnumerable<PreparedOperation> slices = sources.Length == 1 ? [] : buckets.Select(bucket =>
        {
            (long start, long count) = Slice(bucket, all.Count, replica.Index);
            return replica.Device.Prepare(
                new ReduceLeavesOperation { Sources = sources, Destinations = destinations, Start = start, Count = count },
                memory, replica.Stream);
        });
        return new HostAllReduce(replica, all.Count > 1 ? barrier : null, [.. slices]);
    }

    public override void Reduce(int bucket)
    {
        if (_slices.Length == 0) return;
        _barrier?.Await(_replica.Index);
        _replica.Device.BeginCompute();
        try
        {
            _slices[bucket].Launch();
        }
        finally
        {
            _replica.Device.EndCompute();
        }

        _barrier?.Await(_replica.Index);
    }

    /// <summary>Slices in whole cache lines, so that no two replicas write to the same one.</summary>
    private static (long Start, long Count) Slice(Bucket bucket, int replicas, int replica)
    {
        const int Line = 64 / sizeof(float);
        long lines = (bucket.Count + Line - 1) / Line;
        long start = Math.Min(bucket.Count, lines * replica / replicas * Line);
        long end = Math.Min(bucket.Count, lines * (replica + 1) / replicas * Line);
        return (bucket.Start + start, end - start);
    }
}
