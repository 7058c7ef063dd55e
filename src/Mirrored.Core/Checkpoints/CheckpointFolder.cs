using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mirrored;

/// <summary>A folder of checkpoints, each a folder of files, numbered in the order in which they were written.</summary>
/// <remarks>
/// <code>
/// ckpt-00000007/        complete, whatever happened to the machine meanwhile
/// ckpt-00000008/        the newest
/// ckpt-00000009.tmp/    one that is being written, or was when a process was killed
/// </code>
/// A checkpoint gets its name only when all its files, and their names, are on disk. One thread at a time writes.
/// </remarks>
internal sealed class CheckpointFolder(string path, int keep, CheckpointStorage storage) : IDisposable
{
    private const string Prefix = "ckpt-";
    private const string Draft = ".tmp";
    private const int Digits = 8;

    private readonly HashSet<long> _damaged = [];
    private IDisposable? _claim;

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The numbers of the checkpoints that are there, the newest first.</summary>
    public IReadOnlyList<long> Numbers() => [.. storage.Folders(Path).Select(Number).OfType<long>().OrderDescending()];

    /// <summary>The folder of a checkpoint.</summary>
    public string PathOf(long number) =>
        System.IO.Path.Combine(Path, Prefix + number.ToString($"D{Digits}", CultureInfo.InvariantCulture));

    /// <summary>Opens a checkpoint and verifies all of it.</summary>
    /// <exception cref="CheckpointException">It is damaged or incomplete.</exception>
    public OpenCheckpoint Open(long number)
    {
        try
        {
            return OpenCheckpoint.Verify(storage, PathOf(number));
        }
        catch (CheckpointException)
        {
            MarkDamaged(number);
            throw;
        }
    }

    /// <summary>Notes that a checkpoint is of no use, so that it is not counted among those that are kept.</summary>
    public void MarkDamaged(long number) => _damaged.Add(number);

    /// <summary>Writes a checkpoint; when this returns it is on disk, and those that are too many are gone.</summary>
    /// <param name="files">Its files, the manifest last.</param>
    /// <param name="mayCommit">Asked when all is on disk but the name; false gives the checkpoint up.</param>
    /// <returns>Its folder; null if it was given up.</returns>
    /// <exception cref="CheckpointException">It could not be written.</exception>
    public string? Write(IReadOnlyList<CheckpointFile> files, Func<bool> mayCommit)
    {
        try
        {
            storage.Prepare(Path);
            _claim ??= storage.Claim(Path);
            RemoveDrafts();
            string target = PathOf((Numbers() is [var newest, ..] ? newest : 0) + 1);
            if (!Write(files, target, mayCommit)) return null;
            Prune();
            return target;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                Path, $"no checkpoint could be written: {problem.Message} Earlier ones are untouched.", problem);
        }
    }

    /// <summary>Removes all checkpoints.</summary>
    /// <exception cref="CheckpointException">One cannot be removed.</exception>
    public void DeleteAll()
    {
        try
        {
            foreach (long number in Numbers().Reverse()) Remove(number);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(Path, $"the checkpoints could not be removed: {problem.Message}", problem);
        }
    }

    public void Dispose() => _claim?.Dispose();

    private static long? Number(string folder) =>
        folder.StartsWith(Prefix, StringComparison.Ordinal) && folder.Length >= Prefix.Length + Digits
        && long.TryParse(folder.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static string WriteHashed(CheckpointFile file, Stream stream)
    {
        using SHA256 hash = SHA256.Create();
        using (CryptoStream hashed = new(stream, hash, CryptoStreamMode.Write, leaveOpen: true)) file.Write(hashed);
        return Convert.ToHexStringLower(hash.Hash!); // Known once the stream is closed.
    }

    private bool Write(IReadOnlyList<CheckpointFile> files, string target, Func<bool> mayCommit)
    {
        string draft = target + Draft;
        storage.CreateFolder(draft);
        try
        {
            WriteFiles(files, draft);
            storage.FlushFolder(draft);
            if (!mayCommit())
            {
                storage.Delete(draft);
                return false;
            }

            storage.Move(draft, target);
            storage.FlushFolder(Path);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            TryRemove(draft);
            throw;
        }
    }

    private void WriteFiles(IReadOnlyList<CheckpointFile> files, string draft)
    {
        Stream[] streams = new Stream[files.Count + 1];
        try
        {
            // All space is reserved before anything is written, so that a full disk shows early.
            for (int i = 0; i < files.Count; i++)
                streams[i] = storage.Create(System.IO.Path.Combine(draft, files[i].Name), files[i].Length);
            streams[^1] = storage.Create(
                System.IO.Path.Combine(draft, Checksums.FileName), Checksums.Length(files.Select(file => file.Name)));
            StringBuilder sums = new();
            for (int i = 0; i < files.Count; i++) sums.Append(Checksums.Line(WriteHashed(files[i], streams[i]), files[i].Name));
            streams[^1].Write(Encoding.ASCII.GetBytes(sums.ToString()));
            foreach (Stream stream in streams) storage.Flush(stream);
        }
        finally
        {
            foreach (Stream? stream in streams) stream?.Dispose();
        }
    }

    /// <summary>Removes what processes that were killed have left.</summary>
    private void RemoveDrafts()
    {
        foreach (string folder in storage.Folders(Path))
        {
            if (folder.EndsWith(Draft, StringComparison.Ordinal) && Number(folder[..^Draft.Length]) is not null)
                storage.Delete(System.IO.Path.Combine(Path, folder));
        }
    }

    private void TryRemove(string draft)
    {
        try
        {
            storage.Delete(draft);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The disk fails, which the caller is told. The next attempt removes the draft.
        }
    }

    /// <summary>Removes the oldest checkpoints beyond those that are kept, and those that are of no use.</summary>
    private void Prune()
    {
        int good = 0;
        foreach (long number in Numbers())
        {
            if (!_damaged.Contains(number) && ++good <= keep) continue;
            Remove(number);
        }
    }

    private void Remove(long number)
    {
        // Under the name of a draft half of it is not taken for a checkpoint.
        string draft = PathOf(number) + Draft;
        storage.Move(PathOf(number), draft);
        storage.Delete(draft);
    }
}
