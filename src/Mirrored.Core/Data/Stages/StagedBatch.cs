namespace Mirrored;

/// <summary>A batch on its way to the devices, whose memory is filled anew for each step; nobody outside ever sees one.</summary>
internal sealed class StagedBatch : Batch
{
    /// <summary>The rows.</summary>
    public RowBuffer Rows { get; } = new(pinned: true);
}
