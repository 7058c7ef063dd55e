using System.Diagnostics.CodeAnalysis;

namespace Mirrored;

/// <summary>What the library search asks of the operating system; tests give another one.</summary>
internal interface INativeLoader
{
    /// <summary>True on Windows: other file names, other folders.</summary>
    bool IsWindows { get; }

    /// <summary>The value of an environment variable; null when unset or empty.</summary>
    string? Variable(string name);

    /// <summary>True when the path names a file.</summary>
    bool FileExists(string path);

    /// <summary>True when the path names a folder.</summary>
    bool FolderExists(string path);

    /// <summary>The folders directly inside another one whose names match a pattern, in ordinal order; none if it is
    /// not there.</summary>
    IEnumerable<string> Folders(string parent, string pattern);

    /// <summary>Loads a library by path or by bare file name.</summary>
    /// <param name="path">The path, or a name that the system's loader looks up.</param>
    /// <param name="handle">The library.</param>
    /// <param name="reason">Why it did not load.</param>
    bool TryLoad(string path, out nint handle, [NotNullWhen(false)] out string? reason);

    /// <summary>The file behind a library that is loaded already, if the system tells.</summary>
    /// <param name="fileName">The name that it was loaded by.</param>
    string? LoadedPath(string fileName);
}
