namespace Mirrored.Keras;

/// <summary>Replaces a file in one step: whoever looks sees the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a new file beside the old one, waits for the disk, then puts it in its place.</summary>
    /// <remarks>If anything fails, the old file is untouched and the new one is removed. Only a process that is killed
    /// in between leaves its unfinished file, <c>name.tmp-*</c>, behind.</remarks>
    /// <param name="path">The file to replace; need not exist, its folder must.</param>
    /// <param name="length">The number of bytes to come, reserved at once so that a full disk shows early.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk is full, or the file cannot be written or replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not allowed there, or <paramref name="path"/> is a
    /// folder.</exception>
    public static void Write(string path, long length, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);

        // A name of its own for each attempt: two savers of one file never write into each other's.
        string draft = $"{target}.tmp-{Guid.NewGuid().ToString("N")[..8]}";
        FileStream stream = new(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            PreallocationSize = length,
        });
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
