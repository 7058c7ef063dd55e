using System.Security.Cryptography;

namespace Mirrored;

/// <summary>A checkpoint all of whose files were read and found to be what was written; they stay open until it is disposed.</summary>
internal sealed class OpenCheckpoint : IDisposable
{
    private readonly Dictionary<string, Stream> _files = new(StringComparer.Ordinal);

    private OpenCheckpoint(string path) => Path = path;

    /// <summary>Its folder.</summary>
    public string Path { get; }

    /// <summary>Opens and verifies a checkpoint.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="path">Its folder.</param>
    /// <exception cref="CheckpointException">It is damaged or incomplete.</exception>
    public static OpenCheckpoint Verify(CheckpointStorage storage, string path)
    {
        OpenCheckpoint checkpoint = new(path);
        try
        {
            foreach ((string hash, string name) in ReadChecksums(storage, path)) checkpoint.Verify(storage, hash, name);
            return checkpoint;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            checkpoint.Dispose();
            throw problem as CheckpointException ?? new CheckpointException(path, $"it cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Whether there is a file of a name.</summary>
    public bool Has(string name) => _files.ContainsKey(name);

    /// <summary>A file, at its begin.</summary>
    /// <exception cref="CheckpointException">There is none of the name.</exception>
    public Stream File(string name)
    {
        if (!_files.TryGetValue(name, out Stream? file)) throw new CheckpointException(Path, $"the file {name} is missing.");
        file.Position = 0;
        return file;
    }

    public void Dispose()
    {
        foreach (Stream file in _files.Values) file.Dispose();
    }

    private static IReadOnlyList<(string Hash, string Name)> ReadChecksums(CheckpointStorage storage, string path)
    {
        using Stream file = storage.Open(System.IO.Path.Combine(path, Checksums.FileName));
        return Checksums.Read(file) ?? throw new CheckpointException(path, $"{Checksums.FileName} is damaged.");
    }

    private void Verify(CheckpointStorage storage, string hash, string name)
    {
        Stream file = storage.Open(System.IO.Path.Combine(Path, name));
        _files.Add(name, file);
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != hash)
            throw new CheckpointException(Path, $"{name} is damaged: its SHA-256 is not the one in {Checksums.FileName}.");
    }
}
