namespace Mirrored.Keras;

/// <summary>The kinds of files that models and weights are kept in, by the endings of their names.</summary>
/// <remarks><c>.safetensors</c> is always there, and so are folders of checkpoints: <c>.ckpt</c>, or any folder. The packages Mirrored.Onnx and Mirrored.KerasFiles register theirs in every
/// C# program that references them as a package; elsewhere call <c>OnnxFiles.Register()</c> and <c>KerasFiles.Register()</c>.</remarks>
public static class ModelFormats
{
    // Where the endings come from that Mirrored has but not in this package.
    private static readonly (string Extension, string Package, string Call)[] Packages =
    [
        (".onnx", "Mirrored.Onnx", "OnnxFiles.Register()"),
        (".keras", "Mirrored.KerasFiles", "KerasFiles.Register()"),
        (".h5", "Mirrored.KerasFiles", "KerasFiles.Register()"),
        (".hdf5", "Mirrored.KerasFiles", "KerasFiles.Register()"),
    ];

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, ModelFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".safetensors"] = new SafetensorsFormat(),
        [".ckpt"] = CheckpointFormat.Instance,
    };

    /// <summary>The endings that are known, in order.</summary>
    public static IReadOnlyList<string> Extensions
    {
        get
        {
            lock (Gate) return [.. Formats.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Makes a format known; it takes the place of one with the same ending.</summary>
    /// <param name="format">The format.</param>
    public static void Register(ModelFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        lock (Gate)
        {
            foreach (string extension in format.Extensions) Formats[extension] = format;
        }
    }

    /// <summary>The format of a file by its name; the longest ending counts.</summary>
    /// <exception cref="ArgumentException">No format has the ending; the message names the package that does, if there is one.</exception>
    internal static ModelFormat Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        lock (Gate)
        {
            string? extension = Formats.Keys.Where(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)).MaxBy(e => e.Length);
            if (extension is not null) return Formats[extension];
        }

        foreach ((string extension, string package, string call) in Packages)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException(
                    $"'{path}' needs the package {package}: add it (dotnet add package {package}), or call {call} if it is "
                    + "referenced as a project.", nameof(path));
        }

        if (CheckpointFormat.Takes(path)) return CheckpointFormat.Instance;
        throw new ArgumentException(
            $"'{path}' ends in no known format. Known: {string.Join(", ", Extensions)}, and folders of checkpoints, which end in '/'.",
            nameof(path));
    }
}
