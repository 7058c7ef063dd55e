namespace Mirrored;

/// <summary>How a model's steps run, as far as its strategy says.</summary>
internal sealed record EngineOptions
{
    /// <summary>How gradients are summed over the devices.</summary>
    public CrossDeviceOps CrossDeviceOps { get; init; } = new HierarchicalCopyAllReduce();

    /// <summary>Into how many parts, computed one after another, each leaf's rows are cut.</summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>True exchanges gradients as bfloat16.</summary>
    public bool RoundGradients { get; init; }

    /// <summary>What becomes of steps whose gradients or loss are not finite.</summary>
    public NonFinitePolicy NonFinite { get; init; }

    /// <summary>After how many training steps the replicas' weights are compared; 0 for never.</summary>
    public int CheckReplicasEvery { get; init; }

    /// <summary>Every how many training steps one is measured; 0 for none.</summary>
    public int MeasureStepsEvery { get; init; }

    /// <summary>The rows of a replica, which has a run of the leaves that a batch is cut into.</summary>
    /// <param name="rows">The rows of the global batch.</param>
    /// <param name="deterministic">Whether the leaves are fixed in number.</param>
    /// <param name="replicas">The number of replicas.</param>
    /// <param name="replica">Which one, from 0.</param>
    public (int Start, int Count) Shard(int rows, bool deterministic, int replicas, int replica)
    {
        int gradients = deterministic ? ReduceLeavesOperation.Leaves : replicas;
        (int first, int count) = BatchSplitter.Slice(gradients, replicas, replica);
        int leaves = gradients * MicroBatches;
        int start = BatchSplitter.Slice(rows, leaves, first * MicroBatches).Start;
        (int last, int size) = BatchSplitter.Slice(rows, leaves, ((first + count) * MicroBatches) - 1);
        return (start, last + size - start);
    }
}
