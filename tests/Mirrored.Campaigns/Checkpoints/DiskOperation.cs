namespace Mirrored.Campaigns.Checkpoints;

/// <summary>One thing that was done to a disk.</summary>
/// <param name="Action">What.</param>
/// <param name="Path">The name of the folder or file; empty when <see cref="File"/> says which.</param>
internal sealed record DiskOperation(DiskAction Action, string Path)
{
    /// <summary>The number of the file, whatever its name is by now.</summary>
    public int File { get; init; } = -1;

    /// <summary>The space that was reserved.</summary>
    public long Length { get; init; }

    /// <summary>The new name.</summary>
    public string To { get; init; } = "";

    /// <summary>Where it was written to.</summary>
    public long Offset { get; init; }

    /// <summary>What was written.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Whether a later operation makes sure that this one is on disk.</summary>
    public bool IsFlushedBy(DiskOperation later) => later.Action switch
    {
        DiskAction.FlushFile => Action == DiskAction.Write && File == later.File,
        DiskAction.FlushFolder => Action is not (DiskAction.Write or DiskAction.FlushFile or DiskAction.FlushFolder)
            && System.IO.Path.GetDirectoryName(Path) == later.Path,
        _ => Action is DiskAction.FlushFile or DiskAction.FlushFolder,
    };
}
