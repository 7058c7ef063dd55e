namespace Mirrored;

/// <summary>Looks for NaN and infinity in the reduced gradients before anything uses them. If there is one it sets
/// <see cref="StepState.Skip"/>, so that the update does nothing, notes in the record which segments are concerned, and tells
/// the host.</summary>
/// <remarks>Every replica holds the same sums, so all decide alike. Blocks without a segment hold padding, which is zero, and the
/// loss's guard (<see cref="AccumulateOperation.Guard"/>). Whoever finds something writes the same numbers, in any order. Finite
/// gradients cost one reading of them and no writing.</remarks>
internal sealed class FindNonFiniteOperation : Operation
{
    /// <summary>Flat, <c>(n)</c>, whole blocks.</summary>
    public required PlanTensor Gradients { get; init; }

    public required SegmentTensors Segments { get; init; }

    /// <summary>The address of a <see cref="NonFiniteRecord"/> for all segments.</summary>
    public required nint Record { get; init; }

    /// <summary>The address of a <see cref="DeviceSignal"/>, which gets the number of the step.</summary>
    public required nint Signal { get; init; }

    /// <summary>True also skips every later step, unseen, until somebody clears the record.</summary>
    public bool Stays { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Gradients, Segments.Blocks];

    public override IReadOnlyList<PlanTensor> Writes => [];

    /// <summary>Requires tensors that fit each other.</summary>
    /// <returns>The number of blocks.</returns>
    public long Check()
    {
        long blocks = Gradients.Shape.Length / Segment.BlockLength;
        this.Require(Gradients, DType.Float32, blocks * Segment.BlockLength);
        ArgumentOutOfRangeException.ThrowIfZero(Record);
        ArgumentOutOfRangeException.ThrowIfZero(Signal);
        if (Segments.Blocks.DType != DType.Int32 || Segments.Blocks.Shape.Length < blocks)
            throw new ArgumentException($"{Name}: {Segments.Blocks} does not fit the {blocks} blocks of {Gradients}.");
        return blocks;
    }
}
