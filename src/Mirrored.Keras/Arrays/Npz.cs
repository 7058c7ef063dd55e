using System.IO.Compression;

namespace Mirrored.Keras;

/// <summary>Reads and writes NumPy's npz files: named arrays in a zip file.</summary>
/// <remarks>Nothing in a file is run. Source: <c>numpy.load</c>, <c>numpy.savez</c> and <c>numpy.savez_compressed</c>.</remarks>
/// <example><code>
/// Npz.Save("data.npz", new Dictionary&lt;string, NDArray&gt; { ["x"] = x, ["y"] = y });
/// NDArray&lt;int&gt; labels = Npz.Load("data.npz")["y"].As&lt;int&gt;();
/// </code></example>
public static class Npz
{
    private static readonly DateTimeOffset ZipEpoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays by name, in the order of the file; element types as <see cref="Npy.Load"/> says.</returns>
    /// <exception cref="DataFormatException">The file is damaged, or something in it is not an array of numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, NDArray> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using NpzReader reader = new(File.OpenRead(path), path);
        OrderedDictionary<string, NDArray> arrays = new(StringComparer.Ordinal);
        foreach (string name in reader.Names)
        {
            if (!arrays.TryAdd(name, reader.Read(name)))
                throw new DataFormatException(path, 0, $"two arrays called {name}", "a name for each");
        }

        return arrays;
    }

    /// <summary>Writes arrays, replacing the file only when everything is on disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compress">Whether to pack them, which takes longer.</param>
    /// <exception cref="ArgumentException">An array is null, or a name is empty or has a slash in it.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, NDArray> arrays, bool compress = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(arrays);
        foreach ((string name, NDArray array) in arrays)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('/', '\\', '\0'))
                throw new ArgumentException($"'{name}' cannot be the name of an array: it is empty, or has a slash in it.", nameof(arrays));
            if (array is null) throw new ArgumentException($"The array '{name}' is null.", nameof(arrays));
        }

        AtomicFile.Write(path, length: 0, file =>
        {
            using ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, NDArray array) in arrays) Write(zip, $"{name}.npy", array, compress);
        });
    }

    private static void Write(ZipArchive zip, string name, NDArray array, bool compress)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        entry.LastWriteTime = ZipEpoch; // The same arrays give the same bytes, as in NumPy.
        (byte[] header, byte[] elements) = NpyElements.Write(array);
        using Stream content = entry.Open();
        content.Write(header);
        content.Write(elements);
    }
}
