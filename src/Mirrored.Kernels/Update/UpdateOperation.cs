namespace Mirrored;

/// <summary>One step of an optimizer over the flat range of trained weights, in one pass.</summary>
/// <remarks>For every element of a segment, in this order: the gradient <c>g</c> as <see cref="GradientRule{TSimd, TFloat, TInt}"/>
/// says; <c>g *= scale</c> of its segment, if there are scales; <c>w = fma(-(rate decay), w, w)</c> if the segment decays, with
/// <see cref="StepState.LearningRate"/>, unless the rule has a <see cref="UpdateCode.Decay"/>; the instructions of the <see cref="Rule"/>, each of which rounds once; <c>w</c> is raised
/// to the segment's floor. Padding is neither read nor written.
/// <see cref="StepState.Skip"/> makes it do nothing.</remarks>
internal sealed class UpdateOperation : Operation
{
    /// <summary>Flat, <c>(n)</c>; gradients and slots too.</summary>
    public required PlanTensor Weights { get; init; }

    /// <summary>Summed over the batch; not changed.</summary>
    public required PlanTensor Gradients { get; init; }

    public required IReadOnlyList<PlanTensor> Slots { get; init; }

    public required SegmentTensors Segments { get; init; }

    public required UpdateRule Rule { get; init; }

    /// <summary>The rule in device memory, <see cref="UpdateRule.ImageBytes"/> of uint8; CPUs do not read it.</summary>
    public required PlanTensor RuleImage { get; init; }

    /// <summary>The largest magnitude of a gradient's element; infinity for no limit.</summary>
    public double ClipValue { get; init; } = double.PositiveInfinity;

    /// <summary>The first element to update, a multiple of <see cref="Segment.BlockLength"/>. Other than 0 on CPUs only.</summary>
    public long Start { get; init; }

    /// <summary>How many elements to update; null for all from <see cref="Start"/> on. Other than null on CPUs only.</summary>
    public long? Count { get; init; }

    /// <summary>Whether gradients are multiplied by <see cref="SegmentTensors.Scales"/>.</summary>
    public bool Scaled { get; init; }

    public override IReadOnlyList<PlanTensor> Reads =>
        [Weights, Gradients, .. Slots, Segments.Table, Segments.Blocks, RuleImage, .. Scaled ? [Segments.Scales] : Array.Empty<PlanTensor>()];

    public override IReadOnlyList<PlanTensor> Writes => [Weights, .. Slots];

    /// <summary>Requires tensors that fit each other and the rule.</summary>
    public void Check()
    {
        long length = Weights.Shape.Length;
        foreach (PlanTensor tensor in (IEnumerable<PlanTensor>)[Weights, Gradients, .. Slots]) this.Require(tensor, DType.Float32, length);
        this.Require(Segments.Table, DType.Int32, Segments.Count, Segment.SizeInBytes / sizeof(int));
        this.Require(RuleImage, DType.UInt8, UpdateRule.ImageBytes);
        if (Slots.Count != Rule.Slots) throw new ArgumentException($"{Name}: the rule has {Rule.Slots} slots, found {Slots.Count}.");
        if (Start < 0 || Start % Segment.BlockLength != 0 || Count < 0 || Start + (Count ?? 0) > length)
            throw new ArgumentException($"{Name}: {Weights} has no {Count} elements from {Start} on, or blocks do not begin there.");
        if (length % Segment.BlockLength != 0 || Segments.Blocks.Shape.Length < length / Segment.BlockLength)
            throw new ArgumentException($"{Name}: {Weights} does not fit the {Segments.Blocks.Shape.Length} blocks of {Segment.BlockLength}.");
    }
}
