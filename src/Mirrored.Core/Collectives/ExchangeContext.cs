namespace Mirrored;

/// <summary>What an exchange needs to know: who takes part, where the numbers to add lie, and where the sums go.</summary>
/// <remarks>Nothing here is about gradients: whoever needs other sums over all replicas, in the middle of a step, connects a
/// second exchange to other memory.</remarks>
internal sealed class ExchangeContext
{
    /// <summary>The replicas, their barrier, their fault and their limit.</summary>
    public required ReplicaGroup Group { get; init; }

    /// <summary>What is added, in leaf order; a replica's leaves follow one another.</summary>
    public required IReadOnlyList<ExchangeLeaf> Leaves { get; init; }

    /// <summary>The address of element 0 of each replica's sum, in replica order; it is that of its first leaf.</summary>
    public required IReadOnlyList<nint> Sums { get; init; }

    /// <summary>The ranges to sum, in the order in which they are complete.</summary>
    public required IReadOnlyList<Bucket> Buckets { get; init; }

    /// <summary>The type of the numbers: float32, or bfloat16, which is added in float32 and rounded once.</summary>
    public DType Type { get; init; } = DType.Float32;

    /// <summary>True when leaves must be added in the order of <see cref="ReduceLeavesOperation"/>, whoever holds them.</summary>
    public bool FixedOrder { get; init; }

    /// <summary>Says that some replica may update its weights with a sum that others never get; thread-safe.</summary>
    public required Action MarkDiverged { get; init; }

    /// <summary>The number of replicas.</summary>
    public int Replicas => Group.Replicas.Count;

    /// <summary>The device of a replica.</summary>
    public Device Device(int replica) => Group.Replicas[replica].Device;
}
