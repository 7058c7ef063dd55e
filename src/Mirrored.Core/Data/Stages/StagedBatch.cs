namespace Mirrored;

/// <summary>A batch on its way to the devices, whose memory is filled anew for each step; nobody outside ever sees one.</summary>
internal sealed class StagedBatch : Batch
{
    private StreamedRows? _data;

    /// <summary>The rows.</summary>
    public RowBuffer Rows { get; } = new(pinned: true);

    /// <summary>The rows as what a step reads.</summary>
    /// <param name="stagings">The way to each replica's device; always the same.</param>
    public StreamedRows On(StagingBuffer?[] stagings) => _data ??= new StreamedRows(Rows, stagings);
}
