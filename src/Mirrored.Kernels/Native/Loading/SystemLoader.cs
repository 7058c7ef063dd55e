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
            reason = Reason(cause.Message);
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

    /// <summary>The last line of the runtime's message: the ones before are general advice, that one is the loader's own.</summary>
    private static string Reason(string message)
    {
        string line = message.TrimEnd().Split('\n')[^1].Trim();
        return line.Length == 0 ? "not loadable" : line;
    }
}
