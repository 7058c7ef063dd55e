namespace Mirrored.Campaigns.Checkpoints;

/// <summary>What can be done to a disk.</summary>
internal enum DiskAction
{
    CreateFolder,
    CreateFile,
    Write,
    FlushFile,
    FlushFolder,
    Move,
    DeleteFile,
    DeleteFolder,
}
