namespace Mirrored.Keras;

/// <summary>Reads and writes NumPy's npy files: one array each.</summary>
/// <remarks>Nothing in a file is run. Source: <c>numpy.load</c> and <c>numpy.save</c>.</remarks>
/// <example><code>
/// NDArray&lt;float&gt; x = Npy.Load("x.npy").As&lt;float&gt;();
/// Npy.Save("predictions.npy", model.Predict(x));
/// </code></example>
public static class Npy
{
    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The array: bytes and truth values as <see cref="byte"/>, other whole numbers as <see cref="int"/>, half and single
    /// precision as <see cref="float"/>, double precision as <see cref="double"/>; in row-major order.</returns>
    /// <exception cref="DataFormatException">The file is damaged, holds no numbers, or one that is too large for its type.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NDArray Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        using CheckedReader reader = new(file, path, file.Length, file.Length, checksum: null);
        return NpyElements.Read(reader);
    }

    /// <summary>Writes an array, replacing the file only when everything is on disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public static void Save(string path, NDArray array)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(array);
        (byte[] header, byte[] elements) = NpyElements.Write(array);
        AtomicFile.Write(path, (long)header.Length + elements.Length, file =>
        {
            file.Write(header);
            file.Write(elements);
        });
    }
}
