namespace Mirrored.Keras.Tests;

/// <summary>A folder of its own for a test, removed with all that lies in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");

    public string Path => _folder.FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The names of all files and folders in it, sorted.</summary>
    public string[] Names =>
        [.. _folder.GetFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);
}
