namespace Mirrored;

/// <summary>The file system of the machine.</summary>
internal sealed class DiskStorage : CheckpointStorage
{
    private const string LockFile = ".lock";

    public static DiskStorage Instance { get; } = new();

    public override IReadOnlyList<string> Folders(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))] : [];

    public override void Prepare(string folder)
    {
        if (Directory.Exists(folder)) return;
        string? above = Path.GetDirectoryName(folder);
        if (above is { Length: > 0 }) Prepare(above);
        Directory.CreateDirectory(folder);
        if (above is { Length: > 0 }) FlushFolder(above);
    }

    public override void CreateFolder(string folder) => Directory.CreateDirectory(folder);

    public override Stream Create(string path, long length) => new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.None,
        PreallocationSize = length,
    });

    public override void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public override void FlushFolder(string folder) => FolderSync.Flush(folder);

    public override void Move(string from, string to) => FolderSync.Move(from, to);

    public override void Delete(string folder) => Directory.Delete(folder, recursive: true);

    public override Stream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    public override IDisposable Claim(string folder) =>
        new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
