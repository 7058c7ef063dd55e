namespace Mirrored.Docs.Tests;

/// <summary>A command line of the sample in a file that starts it.</summary>
internal static class SampleCommand
{
    private static readonly string Source = string.Concat(Repository.Files(".cs")
        .Where(path => path.StartsWith(Path.Combine("samples", "Mnist"), StringComparison.Ordinal)).Select(Repository.Read));

    /// <summary>Holds its options to those that the sample has.</summary>
    public static void Check(IEnumerable<string> words)
    {
        string[] options = [.. words.Where(word => word.StartsWith("--", StringComparison.Ordinal))];
        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains($"(\"{option}\"", Source, StringComparison.Ordinal));
    }
}
