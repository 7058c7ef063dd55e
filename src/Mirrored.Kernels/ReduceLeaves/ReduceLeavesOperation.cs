namespace Mirrored;

/// <summary>Sums a slice of several flat float32 ranges, in a fixed order, and writes the sum into all of the destinations.</summary>
/// <remarks>With eight sources: <c>((0+1)+(2+3))+((4+5)+(6+7))</c>, the order of deterministic mode; with any other number the
/// sources are added one after the other. The ranges belong to several CPU replicas, so they are addresses, not tensors.</remarks>
internal sealed class ReduceLeavesOperation : Operation
{
    /// <summary>The leaves of deterministic mode.</summary>
    public const int Leaves = 8;

    /// <summary>The address of element 0 of each range to add.</summary>
    public required IReadOnlyList<nint> Sources { get; init; }

    /// <summary>The address of element 0 of each range that gets the sum; may be among the sources.</summary>
    public required IReadOnlyList<nint> Destinations { get; init; }

    /// <summary>The first element of the slice.</summary>
    public required long Start { get; init; }

    /// <summary>The number of elements in the slice.</summary>
    public required long Count { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [];

    public override IReadOnlyList<PlanTensor> Writes => [];
}
