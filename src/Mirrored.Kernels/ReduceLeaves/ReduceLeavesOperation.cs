namespace Mirrored;

/// <summary>Sums a slice of several flat ranges, in a fixed order, and writes the sum into all of the destinations.</summary>
/// <remarks>With eight sources: <c>((0+1)+(2+3))+((4+5)+(6+7))</c>, the order of deterministic mode; with any other number the
/// sources are added one after the other. Added in float32 whatever the types are; bfloat16 destinations get the sum rounded
/// once, to the nearest, ties to even. One source is a copy, or a conversion. The ranges belong to several replicas, so they are
/// addresses, not tensors.</remarks>
internal sealed class ReduceLeavesOperation : Operation
{
    /// <summary>The leaves of deterministic mode.</summary>
    public const int Leaves = 8;

    /// <summary>The address of element 0 of each range to add.</summary>
    public required IReadOnlyList<nint> Sources { get; init; }

    /// <summary>The address of element 0 of each range that gets the sum; may be among the sources, where the types are the same.
    /// </summary>
    public required IReadOnlyList<nint> Destinations { get; init; }

    /// <summary>The first element of the slice.</summary>
    public required long Start { get; init; }

    /// <summary>The number of elements in the slice.</summary>
    public required long Count { get; init; }

    /// <summary>The sources' type: float32 or bfloat16.</summary>
    public DType SourceType { get; init; } = DType.Float32;

    /// <summary>The destinations' type: float32 or bfloat16.</summary>
    public DType DestinationType { get; init; } = DType.Float32;

    /// <summary>True when nothing is rounded to bfloat16.</summary>
    public bool IsFloat32 => SourceType == DType.Float32 && DestinationType == DType.Float32;

    public override IReadOnlyList<PlanTensor> Reads => [];

    public override IReadOnlyList<PlanTensor> Writes => [];

    /// <summary>Requires ranges and types that a kernel can take.</summary>
    /// <param name="most">How many sources, and destinations, there may be.</param>
    /// <exception cref="ArgumentException">There are too few or too many, one is null, or a type does not fit.</exception>
    public void Check(int most)
    {
        if (Sources.Count == 0 || Sources.Count > most || Destinations.Count == 0 || Destinations.Count > most
            || Sources.Contains(0) || Destinations.Contains(0))
            throw new ArgumentException(
                $"{Name}: {Sources.Count} sources and {Destinations.Count} destinations; expected 1 to {most} of each, none of them null.");
        if (SourceType is not (DType.Float32 or DType.BFloat16) || DestinationType is not (DType.Float32 or DType.BFloat16))
            throw new ArgumentException($"{Name}: cannot add {SourceType} to {DestinationType}; expected Float32 or BFloat16.");
        ArgumentOutOfRangeException.ThrowIfNegative(Start);
        ArgumentOutOfRangeException.ThrowIfNegative(Count);
    }
}
