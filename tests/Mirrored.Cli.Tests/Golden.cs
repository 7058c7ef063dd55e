using System.Text.RegularExpressions;

namespace Mirrored.Cli.Tests;

/// <summary>Compares the doctor's text with a file; what depends on the machine is masked.</summary>
/// <remarks>MIRRORED_UPDATE_GOLDEN names the folder of the files, to write them anew instead.</remarks>
internal static partial class Golden
{
    /// <summary>Checks of the machine itself, which every machine answers in its own words.</summary>
    private static readonly string[] OfTheMachine = ["system", "CPU ", "shared memory"];

    public static void Check(string name, string text, string folder = "")
    {
        string masked = Mask(text, folder);
        if (Environment.GetEnvironmentVariable("MIRRORED_UPDATE_GOLDEN") is { } source)
            File.WriteAllText(Path.Combine(source, $"{name}.txt"), masked);
        else
            Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", $"{name}.txt")), masked);
    }

    private static string Mask(string text, string folder)
    {
        List<string> lines = [];
        bool isMasked = false;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            bool begins = line.Length > 0 && line[0] != ' ';
            if (begins) isMasked = OfTheMachine.Any(name => line.Length > 9 && line[9..].StartsWith(name, StringComparison.Ordinal));
            if (!isMasked) lines.Add(line.TrimEnd());
            else if (begins) lines.Add($"...      {line[9..].Split("  ")[0]}");
        }

        string masked = string.Join('\n', lines);
        if (folder.Length > 0) masked = masked.Replace(folder, "FOLDER", StringComparison.Ordinal);
        return StepNumber().Replace(Warnings().Replace(masked, "0 failed checks, N warnings."), "step N");
    }

    /// <summary>A machine with little shared memory has one more.</summary>
    [GeneratedRegex(@"0 failed checks, \d+ warnings?\.")]
    private static partial Regex Warnings();

    /// <summary>What a check does before it trains counts, too.</summary>
    [GeneratedRegex(@"step \d+")]
    private static partial Regex StepNumber();
}
