namespace Mirrored;

/// <summary>One number for every <see cref="Segment.BlockLength"/> elements of the flat range: the sum of the squares of the
/// gradients, or the loss's penalty on the weights.</summary>
/// <remarks>In float64, in four lanes: lane <c>l</c> adds every fourth element from element <c>l</c> of the block on, then
/// <c>(0 + 1) + (2 + 3)</c>. Gradients are taken as <see cref="GradientRule{TSimd, TFloat, TInt}"/> says. A penalty is
/// <c>l1 sum |w| + l2 sum w²</c> and is computed where the batch's first rows are, see <see cref="AddPenaltyOperation"/>;
/// elsewhere nothing is done. Padding gives 0.</remarks>
internal sealed class BlockSumOperation : Operation
{
    /// <summary>Flat, <c>(n)</c>.</summary>
    public required PlanTensor Weights { get; init; }

    /// <summary>Flat, <c>(n)</c>; null for the penalty.</summary>
    public PlanTensor? Gradients { get; init; }

    public required SegmentTensors Segments { get; init; }

    /// <summary>The largest magnitude of a gradient's element; infinity for no limit.</summary>
    public double ClipValue { get; init; } = double.PositiveInfinity;

    public override IReadOnlyList<PlanTensor> Reads =>
        [Weights, .. Gradients is null ? Array.Empty<PlanTensor>() : [Gradients], Segments.Table, Segments.Blocks];

    public override IReadOnlyList<PlanTensor> Writes => [Segments.Sums];

    /// <summary>Requires tensors that fit each other.</summary>
    /// <returns>The number of blocks.</returns>
    public long Check()
    {
        long length = Weights.Shape.Length, blocks = length / Segment.BlockLength;
        this.Require(Weights, DType.Float32, blocks * Segment.BlockLength);
        if (Gradients is not null) this.Require(Gradients, DType.Float32, length);
        this.Require(Segments.Table, DType.Int32, Segments.Count, Segment.SizeInBytes / sizeof(int));
        if (Segments.Blocks.Shape.Length < blocks || Segments.Sums.Shape.Length < blocks)
            throw new ArgumentException($"{Name}: {Segments.Blocks} and {Segments.Sums} do not fit the {blocks} blocks of {Weights}.");
        return blocks;
    }
}
