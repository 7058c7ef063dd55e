namespace Mirrored.Cli.Tests;

/// <summary>Where the CUDA simulator is, whole or with a library missing.</summary>
internal static class Simulator
{
    /// <summary>The variable that makes a process use it, and its folder; skips the calling test where there is none.</summary>
    public static (string Name, string Value) Path
    {
        get
        {
            string? folder = Environment.GetEnvironmentVariable(LibrarySearch.ChosenFolderVariable);
            Assert.SkipWhen(folder is null, $"There is no simulator. {SimulatorAtHand.Reason}");
            return (LibrarySearch.ChosenFolderVariable, folder!);
        }
    }

    /// <summary>A folder with the simulator's libraries but those whose names begin in a certain way.</summary>
    public static (string Name, string Value) Without(string prefix, DirectoryInfo folder)
    {
        foreach (string file in Directory.GetFiles(Path.Value, "lib*.so*"))
        {
            string name = System.IO.Path.GetFileName(file);
            if (name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            File.CreateSymbolicLink(System.IO.Path.Combine(folder.FullName, name), file);
        }

        return (Path.Name, folder.FullName);
    }
}
