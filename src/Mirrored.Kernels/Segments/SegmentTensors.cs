namespace Mirrored;

/// <summary>Where a model's table of segments lies, and what is computed for them.</summary>
/// <param name="Table">A <see cref="Segment"/> for each weight, <c>(segments, 8)</c> of 32 bits.</param>
/// <param name="Blocks">The segment of every <see cref="Segment.BlockLength"/> elements of the flat range of all weights,
/// <c>(blocks)</c> of int32; -1 for padding alone.</param>
/// <param name="Sums">Room for one number for each block, <c>(blocks)</c> of float64.</param>
/// <param name="Scales">What each segment's gradient is multiplied by when norms are limited, <c>(segments)</c>.</param>
internal sealed record SegmentTensors(PlanTensor Table, PlanTensor Blocks, PlanTensor Sums, PlanTensor Scales)
{
    /// <summary>The number of segments.</summary>
    public int Count => Table.Rows;
}
