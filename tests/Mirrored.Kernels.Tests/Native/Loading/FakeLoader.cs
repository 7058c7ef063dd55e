using System.Diagnostics.CodeAnalysis;

namespace Mirrored;

/// <summary>A machine made of a list of files and variables.</summary>
internal sealed class FakeLoader : INativeLoader
{
    private readonly Dictionary<string, string?> _files = [];
    private readonly Dictionary<string, string> _variables = [];
    private readonly Dictionary<string, string> _system = [];
    private readonly HashSet<string> _folders = [];

    public bool IsWindows { get; init; }

    /// <summary>What was loaded or tried to be, in order.</summary>
    public List<string> Tried { get; } = [];

    /// <summary>Adds a file; <paramref name="problem"/> is why it does not load.</summary>
    public FakeLoader File(string path, string? problem = null)
    {
        _files[path] = problem;
        char separator = IsWindows ? '\\' : '/';
        for (int end = path.LastIndexOf(separator); end > 0; end = path.LastIndexOf(separator, end - 1))
            _folders.Add(path[..end]);
        return this;
    }

    /// <summary>Adds a folder without files.</summary>
    public FakeLoader Folder(string path)
    {
        _folders.Add(path);
        return this;
    }

    /// <summary>Adds a library that the system's loader finds by name.</summary>
    public FakeLoader System(string name, string path)
    {
        _system[name] = path;
        return this;
    }

    public FakeLoader Set(string name, string value)
    {
        _variables[name] = value;
        return this;
    }

    public string? Variable(string name) => _variables.GetValueOrDefault(name);

    public bool FileExists(string path) => _files.ContainsKey(path);

    public bool FolderExists(string path) => _folders.Contains(path);

    public IEnumerable<string> Folders(string parent, string pattern)
    {
        string start = parent + (IsWindows ? '\\' : '/');
        string prefix = start + pattern.TrimEnd('*');
        return _folders
            .Where(folder => folder.StartsWith(prefix, StringComparison.Ordinal)
                && folder.IndexOfAny(['/', '\\'], start.Length) < 0)
            .Order(StringComparer.Ordinal);
    }

    public bool TryLoad(string path, out nint handle, [NotNullWhen(false)] out string? reason)
    {
        Tried.Add(path);
        reason = _system.ContainsKey(path) ? null
            : _files.TryGetValue(path, out string? problem) ? problem
            : "cannot open shared object file";
        handle = reason is null ? Tried.Count : 0;
        return reason is null;
    }

    public string? LoadedPath(string fileName) => _system.GetValueOrDefault(fileName);
}
