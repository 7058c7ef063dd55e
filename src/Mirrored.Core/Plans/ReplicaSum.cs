namespace Mirrored;

/// <summary>Marks where a plan sums something over all leaves of the batch, on whatever replica they are.</summary>
/// <remarks>It is cut out of the plan: what stands before it is a segment of its own, the exchange lies between the segments.
/// </remarks>
internal sealed class ReplicaSum : Operation
{
    /// <summary>What each leaf gives, in <see cref="MemoryRegion.LeafSums"/>.</summary>
    public required IReadOnlyList<PlanTensor> Parts { get; init; }

    /// <summary>The sums, in <see cref="MemoryRegion.GlobalSums"/>; each lies where its part lies.</summary>
    public required IReadOnlyList<PlanTensor> Sums { get; init; }

    /// <summary>True when only updates of state read the sums, so that they can wait for the end of the step.</summary>
    public required bool AtEnd { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => Parts;

    public override IReadOnlyList<PlanTensor> Writes => Sums;
}
