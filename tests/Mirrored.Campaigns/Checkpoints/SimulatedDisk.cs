namespace Mirrored.Campaigns.Checkpoints;

/// <summary>A disk in memory that notes what is done to it, fails when it is told to, and can lose its power.</summary>
/// <remarks>After a power cut everything that was flushed is there; of all else each operation by itself may be there, be there
/// in part, or not at all, in whatever order it was done. Real file systems promise more.</remarks>
internal sealed class SimulatedDisk : CheckpointStorage
{
    private readonly List<DiskOperation> _log = [];
    private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly List<MemoryStream> _contents = [];

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<DiskOperation> Log => _log;

    /// <summary>The number of the operation that fails, from 0; null for none.</summary>
    public int? FailAt { get; set; }

    /// <summary>Whether all operations behind that one fail, too.</summary>
    public bool FailsForGood { get; set; }

    /// <summary>Operations since the last reset.</summary>
    public int Operations { get; set; }

    /// <summary>How many folders have a name that ends so.</summary>
    public int Count(string ending) => _folders.Count(folder => folder.EndsWith(ending, StringComparison.Ordinal));

    public override IReadOnlyList<string> Folders(string folder) =>
        [.. _folders.Where(f => Path.GetDirectoryName(f) == folder).Select(f => Path.GetFileName(f))];

    public override void Prepare(string folder)
    {
        if (_folders.Contains(folder)) return;
        Do(new DiskOperation(DiskAction.CreateFolder, folder));
        Do(new DiskOperation(DiskAction.FlushFolder, Path.GetDirectoryName(folder)!)); // Not the root.
    }

    public override void CreateFolder(string folder) => Do(new DiskOperation(DiskAction.CreateFolder, folder));

    public override Stream Create(string path, long length)
    {
        if (_files.ContainsKey(path)) throw new IOException($"'{path}' exists.");
        Do(new DiskOperation(DiskAction.CreateFile, path) { File = _contents.Count, Length = length });
        return new SimulatedFile(this, _contents.Count - 1);
    }

    public override void Flush(Stream file) => Do(new DiskOperation(DiskAction.FlushFile, "") { File = ((SimulatedFile)file).Number });

    public override void FlushFolder(string folder) => Do(new DiskOperation(DiskAction.FlushFolder, folder));

    public override void Move(string from, string to) => Do(new DiskOperation(DiskAction.Move, from) { To = to });

    public override void Delete(string folder)
    {
        foreach (string file in _files.Keys.Where(f => Path.GetDirectoryName(f) == folder).ToList())
            Do(new DiskOperation(DiskAction.DeleteFile, file));
        Do(new DiskOperation(DiskAction.DeleteFolder, folder));
    }

    public override Stream Open(string path) => _files.TryGetValue(path, out int number)
        ? new MemoryStream(_contents[number].ToArray(), writable: false)
        : throw new FileNotFoundException($"'{path}' is not there.");

    public override IDisposable Claim(string folder) => new MemoryStream();

    /// <summary>Writes to a file.</summary>
    internal void Write(int file, ReadOnlySpan<byte> data, long offset) =>
        Do(new DiskOperation(DiskAction.Write, "") { File = file, Offset = offset, Data = data.ToArray() });

    /// <summary>The disk after its power was cut.</summary>
    /// <param name="operations">How many operations were done before.</param>
    /// <param name="random">Decides on what was not flushed.</param>
    /// <param name="kept">How likely an operation that was not flushed is there, in [0, 1].</param>
    /// <param name="ignoreFlushes">Whether nothing is on disk for sure, as on one that lies.</param>
    public SimulatedDisk CutPower(int operations, Random random, double kept, bool ignoreFlushes = false)
    {
        SimulatedDisk after = new();
        for (int i = 0; i < operations; i++)
        {
            DiskOperation operation = _log[i];
            bool flushed = !ignoreFlushes && _log.Take(operations).Skip(i + 1).Any(operation.IsFlushedBy);
            if (flushed || random.NextDouble() < kept) after.Apply(operation);
            else if (operation.Action == DiskAction.CreateFile) after._contents.Add(new MemoryStream()); // Its name is lost.
            else if (operation.Action == DiskAction.Write && random.Next(2) == 0)
            {
                // A torn write: a part is there, the rest is zeros or not there.
                byte[] torn = new byte[random.Next(operation.Data.Length + 1)];
                operation.Data.AsSpan(0, random.Next(torn.Length + 1)).CopyTo(torn);
                after.Apply(operation with { Data = torn });
            }
        }

        // A file whose folder is lost cannot be found any more.
        foreach (string file in after._files.Keys.Where(f => !after._folders.Contains(Path.GetDirectoryName(f)!)).ToList())
            after._files.Remove(file);
        return after;
    }

    private void Do(DiskOperation operation)
    {
        int number = Operations++;
        if (number == FailAt || (FailsForGood && number > FailAt))
            throw new IOException(operation.Action is DiskAction.Write or DiskAction.CreateFile ? "No space left on device" : "Input/output error");
        _log.Add(operation);
        Apply(operation);
    }

    private void Apply(DiskOperation operation)
    {
        switch (operation.Action)
        {
            case DiskAction.CreateFolder:
                _folders.Add(operation.Path);
                break;
            case DiskAction.CreateFile:
                MemoryStream content = new();
                content.SetLength(operation.Length);
                _contents.Add(content);
                _files[operation.Path] = operation.File;
                break;
            case DiskAction.Write:
                _contents[operation.File].Position = operation.Offset;
                _contents[operation.File].Write(operation.Data);
                break;
            case DiskAction.Move:
                if (!_folders.Remove(operation.Path)) break;
                _folders.Add(operation.To);
                foreach ((string path, int file) in _files.Where(f => Path.GetDirectoryName(f.Key) == operation.Path).ToList())
                {
                    _files.Remove(path);
                    _files[Path.Combine(operation.To, Path.GetFileName(path))] = file;
                }

                break;
            case DiskAction.DeleteFile:
                _files.Remove(operation.Path);
                break;
            case DiskAction.DeleteFolder:
                _folders.Remove(operation.Path);
                break;
        }
    }
}
