namespace Mirrored;

/// <summary>What checkpoints ask of a file system; the disk, or a stand-in that fails where a test wants it to.</summary>
/// <remarks>Nothing is on disk for sure before it is flushed: not the content of a file, and not the name of one.</remarks>
internal abstract class CheckpointStorage
{
    /// <summary>The names of the folders in a folder; none if there is no such folder.</summary>
    public abstract IReadOnlyList<string> Folders(string folder);

    /// <summary>Makes a folder and those above it, unless they are there, and waits until their names are on disk.</summary>
    public abstract void Prepare(string folder);

    /// <summary>Makes a folder in one that is there.</summary>
    public abstract void CreateFolder(string folder);

    /// <summary>Makes a file, which must not exist, and reserves its space.</summary>
    /// <exception cref="IOException">There is not so much space.</exception>
    public abstract Stream Create(string path, long length);

    /// <summary>Waits until the content of a file is on disk.</summary>
    public abstract void Flush(Stream file);

    /// <summary>Waits until the names in a folder are on disk.</summary>
    public abstract void FlushFolder(string folder);

    /// <summary>Renames a folder; whoever looks sees it under the one name or the other.</summary>
    public abstract void Move(string from, string to);

    /// <summary>Removes a folder and all that is in it.</summary>
    public abstract void Delete(string folder);

    /// <summary>Opens a file to read.</summary>
    public abstract Stream Open(string path);

    /// <summary>Keeps other processes from writing to a folder until the result is disposed.</summary>
    /// <exception cref="IOException">Another one is at it.</exception>
    public abstract IDisposable Claim(string folder);
}
