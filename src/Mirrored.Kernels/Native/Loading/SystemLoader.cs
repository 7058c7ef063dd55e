using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>The operating system's loader and file system.</summary>
internal sealed class SystemLoader : INativeLoader
{
    public bool IsWindows => OperatingSystem.IsWindows();

    public string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public bool FileExists(string path) => File.Exists(path);

    public bool FolderExists(string path) => Directory.Exists(path);

    public IEnumerable<string> Folders(string parent, string pattern)
    {
        if (!Directory.Exists(parent)) return [];
        var options = new EnumerationOptions { IgnoreInaccessible = true };
        string[] folders = Directory.GetDirectories(parent, pattern, options);
        Array.Sort(folders, StringComparer.Ordinal);
        return folders;
    }

    public bool TryLoad(string path, out nint handle, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            handle = NativeLibrary.Load(path);
            reason = null;
            return true;
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            reason = Reason(path, cause.Message);
            return false;
        }
    }

    public string? LoadedPath(string fileName)
    {
        // libcuda.so.1 is a link: the loaded file is called libcuda.so.<driver version>.
        int suffix = fileName.IndexOf(".so", StringComparison.Ordinal);
        string stem = suffix < 0 ? fileName : fileName[..(suffix + ".so".Length)];
        using Process process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            using (module)
            {
                if (module.FileName is { } path
                    && Path.GetFileName(path).StartsWith(stem, StringComparison.OrdinalIgnoreCase))
                    return path;
            }
        }

        return null;
    }

    /// <summary>The loader's own words: the last line of the runtime's message, which gives general advice before,
    /// without the path in front.</summary>
    private static string Reason(string path, string message)
    {
        string line = message.TrimEnd().Split('\n')[^1].Trim();
        string prefix = $"{path}: ";
        if (line.StartsWith(prefix, StringComparison.Ordinal)) line = line[prefix.Length..];
        return line.Length == 0 ? "not loadable" : line;
    }
}
