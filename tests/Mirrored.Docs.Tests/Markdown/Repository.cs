namespace Mirrored.Docs.Tests;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>All files of an extension, relative to the root; none that a build made.</summary>
    public static IEnumerable<string> Files(string extension) =>
        FilesIn(new DirectoryInfo(Root), extension).Select(file => Path.GetRelativePath(Root, file.FullName));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<FileInfo> FilesIn(DirectoryInfo folder, string extension) =>
        folder.EnumerateFiles("*" + extension).Concat(folder.EnumerateDirectories()
            .Where(child => child.Name[0] != '.' && !Generated.Contains(child.Name))
            .SelectMany(child => FilesIn(child, extension)));

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Mirrored.sln"))) return folder;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Mirrored.sln.");
    }
}
