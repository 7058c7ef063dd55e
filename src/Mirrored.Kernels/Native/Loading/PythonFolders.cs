namespace Mirrored;

/// <summary>The folders in which NVIDIA's Python wheels and conda packages put their libraries.</summary>
/// <remarks>Wheels: <c>site-packages/nvidia/cublas/lib</c>, from CUDA 13 on <c>site-packages/nvidia/cu13/lib</c>
/// (Windows: <c>bin</c>, <c>bin\x86_64</c>). conda: the environment's own <c>lib</c> (Windows:
/// <c>Library\bin</c>).</remarks>
internal sealed class PythonFolders(INativeLoader loader)
{
    private static readonly string[] LinuxLibraryFolders = ["lib"];
    private static readonly string[] WindowsLibraryFolders = ["bin", @"bin\x86_64"];

    /// <summary>Every library folder of the environments that can be found: the active ones, the interpreters on the
    /// path, the user's own packages.</summary>
    public IEnumerable<string> Libraries()
    {
        IEnumerable<string> packages = Prefixes().SelectMany(SitePackages).Concat(loader.List("PYTHONPATH"));
        return Conda().Concat(packages.SelectMany(LibrariesIn)).Distinct();
    }

    /// <summary>The library folders of NVIDIA's wheels inside one folder of packages.</summary>
    public IEnumerable<string> LibrariesIn(string packages) =>
        from package in loader.Folders(loader.Join(packages, "nvidia"), "*")
        from name in loader.IsWindows ? WindowsLibraryFolders : LinuxLibraryFolders
        let folder = loader.Join(package, name)
        where loader.FolderExists(folder)
        select folder;

    private IEnumerable<string> Conda()
    {
        if (loader.Variable("CONDA_PREFIX") is not { } prefix) return [];
        string[] inside = loader.IsWindows ? [@"Library\bin", @"Library\bin\x64"] : ["lib"];
        return inside.Select(name => loader.Join(prefix, name));
    }

    /// <summary>The folders that environments are installed under.</summary>
    private IEnumerable<string> Prefixes()
    {
        foreach (string name in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
        {
            if (loader.Variable(name) is { } active) yield return active;
        }

        string[] interpreters = loader.IsWindows ? ["python.exe"] : ["python3", "python"];
        foreach (string folder in loader.List("PATH"))
        {
            if (!interpreters.Any(file => loader.FileExists(loader.Join(folder, file)))) continue;
            yield return loader.IsWindows ? folder : Parent(folder);
        }

        if (loader.IsWindows) yield break;
        if (loader.Variable("HOME") is { } home) yield return loader.Join(home, ".local");
        yield return "/usr/local";
    }

    private IEnumerable<string> SitePackages(string prefix)
    {
        if (loader.IsWindows) return [loader.Join(prefix, @"Lib\site-packages")];
        return from version in loader.Folders(loader.Join(prefix, "lib"), "python3*")
               from name in (string[])["site-packages", "dist-packages"]
               select loader.Join(version, name);
    }

    private static string Parent(string folder)
    {
        string trimmed = folder.TrimEnd('/');
        int slash = trimmed.LastIndexOf('/');
        return slash <= 0 ? "/" : trimmed[..slash];
    }
}
