namespace Mirrored;

/// <summary>The factors that bring norms of gradients below a limit: <c>limit / max(norm, limit)</c> for each segment, or one
/// for all of them together.</summary>
/// <remarks>Norms come from the sums of <see cref="BlockSumOperation"/>, added as <see cref="LaneSum"/> says, in float64. The factor
/// is rounded once. A norm that is NaN gives NaN; an infinite one gives 0 for a segment's own, as in TensorFlow, and NaN for all.
/// </remarks>
internal sealed class ClipScaleOperation : Operation
{
    public required SegmentTensors Segments { get; init; }

    /// <summary>The number of segments, from the first, that are trained.</summary>
    public required int Trained { get; init; }

    /// <summary>The number of blocks that they take up.</summary>
    public required long Blocks { get; init; }

    /// <summary>The limit.</summary>
    public required double Limit { get; init; }

    /// <summary>One norm for all segments together.</summary>
    public required bool Global { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Segments.Table, Segments.Sums];

    public override IReadOnlyList<PlanTensor> Writes => [Segments.Scales];

    /// <summary>Requires tensors that fit each other.</summary>
    public void Check()
    {
        this.Require(Segments.Table, DType.Int32, Segments.Count, Segment.SizeInBytes / sizeof(int));
        this.Require(Segments.Scales, DType.Float32, Segments.Count);
        if (Trained > Segments.Count || Blocks > Segments.Sums.Shape.Length)
            throw new ArgumentException($"{Name}: {Trained} segments of {Blocks} blocks do not fit {Segments.Table} and {Segments.Sums}.");
    }
}
