namespace Mirrored;

/// <summary>Looks for a native library: the folders of <c>MIRRORED_CUDA_PATH</c>, the system's loader, driver folders,
/// CUDA toolkits, Python and conda environments.</summary>
/// <remarks>A chosen folder that holds the driver library stands for a whole machine, as the simulator's does: then
/// every library comes from the chosen folders or loading fails, because half of a simulator is of no use.</remarks>
internal sealed class LibrarySearch(INativeLoader loader)
{
    /// <summary>The environment variable that names folders to look in first, separated as in <c>PATH</c>.</summary>
    public const string ChosenFolderVariable = "MIRRORED_CUDA_PATH";

    private static readonly string[] LinuxSubfolders = ["", "lib64", "lib"];
    private static readonly string[] WindowsSubfolders = ["", "bin", @"bin\x64"];

    /// <summary>Tries every place until one loads.</summary>
    public LibraryProbe Find(LibraryDescription description)
    {
        var attempts = new List<LibraryAttempt>();
        foreach (LibraryCandidate candidate in Candidates(description))
        {
            string outcome = "no such file";
            if ((candidate.Origin == LibraryOrigin.Loader || loader.FileExists(candidate.Path))
                && TryLoad(candidate, out LibraryCandidate found, out nint handle, out outcome))
                return new LibraryProbe(description, handle, found, attempts);
            attempts.Add(new LibraryAttempt(candidate.Path, candidate.Origin, outcome));
        }

        return new LibraryProbe(description, 0, null, attempts);
    }

    /// <summary>Every place in which the library may be, best first.</summary>
    public IEnumerable<LibraryCandidate> Candidates(LibraryDescription description)
    {
        IReadOnlyList<string> files = description.Files(loader.IsWindows);
        string[] chosen = ChosenFolders();
        IEnumerable<string> folders = chosen.SelectMany(WithSubfolders);
        foreach (LibraryCandidate candidate in InFolders(folders, files, LibraryOrigin.ChosenFolder))
            yield return candidate;
        // A chosen folder that is not there is a mistake to report, not one to work around with another driver.
        if (HoldsDriver(chosen) || chosen.Any(folder => !loader.FolderExists(folder))) yield break;

        foreach (string file in files) yield return new(file, LibraryOrigin.Loader);

        var rest = description.IsPartOfDriver
            ? InFolders(DriverFolders(), files, LibraryOrigin.DriverFolder)
            : InFolders(Toolkits(), files, LibraryOrigin.Toolkit)
                .Concat(InFolders(new PythonFolders(loader).Libraries(), files, LibraryOrigin.Python));
        foreach (LibraryCandidate candidate in rest) yield return candidate;
    }

    private bool TryLoad(LibraryCandidate candidate, out LibraryCandidate found, out nint handle, out string outcome)
    {
        found = candidate;
        if (!loader.TryLoad(candidate.Path, out handle, out string? reason))
        {
            outcome = reason;
            return false;
        }

        if (candidate.Origin == LibraryOrigin.Loader)
            found = candidate with { Path = loader.LoadedPath(candidate.Path) ?? candidate.Path };
        bool isStub = IsLinkTimeStub(found.Path);
        outcome = isStub ? $"{found.Path} is the toolkit's link-time stub, not a driver" : "loaded";
        return !isStub;
    }

    private string[] ChosenFolders() => loader.List(ChosenFolderVariable);

    private bool HoldsDriver(string[] folders) =>
        InFolders(folders, LibraryDescription.Driver.Files(loader.IsWindows), LibraryOrigin.ChosenFolder)
            .Any(candidate => !IsLinkTimeStub(candidate.Path) && loader.FileExists(candidate.Path));

    private IEnumerable<string> WithSubfolders(string folder) =>
        (loader.IsWindows ? WindowsSubfolders : LinuxSubfolders).Select(name => loader.Join(folder, name))
        .Concat(new PythonFolders(loader).LibrariesIn(folder));

    private IEnumerable<LibraryCandidate> InFolders(
        IEnumerable<string> folders, IReadOnlyList<string> files, LibraryOrigin origin) =>
        folders.SelectMany(folder => files.Select(file => new LibraryCandidate(loader.Join(folder, file), origin)));

    private IEnumerable<string> DriverFolders()
    {
        if (!loader.IsWindows) return ["/usr/lib/wsl/lib"];
        string? programs = loader.Variable("ProgramW6432");
        return programs is null ? [] : [loader.Join(programs, @"NVIDIA Corporation\NVSMI")];
    }

    private IEnumerable<string> Toolkits()
    {
        string[] inside = loader.IsWindows ? ["bin", @"bin\x64"] : ["lib64", "targets/x86_64-linux/lib"];
        string?[] roots = [loader.Variable("CUDA_PATH"), loader.Variable("CUDA_HOME"),
            loader.IsWindows ? null : "/usr/local/cuda"];
        return roots.OfType<string>().Distinct().SelectMany(root => inside.Select(name => loader.Join(root, name)));
    }

    /// <summary>Toolkits carry a driver library without a driver behind it, to link programs against.</summary>
    private static bool IsLinkTimeStub(string path) =>
        path.Replace('\\', '/').Contains("/stubs/", StringComparison.Ordinal);
}
