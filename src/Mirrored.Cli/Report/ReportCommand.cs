using System.CommandLine;
using System.Text;

namespace Mirrored.Cli;

/// <summary><c>mirrored report</c>.</summary>
internal static class ReportCommand
{
    private const int MostRuns = 20;

    private static readonly Argument<string[]> Sources = new("sources")
    {
        Description = "reports of runs (.json), and folders of TensorBoard's event files", Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        DefaultValueFactory = _ => "report.html", Description = "the page to write", HelpName = "file",
    };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        Command command = new("report", "Makes a page of training runs: curves, speed, time split, settings, test images.\n\nExamples:\n"
            + "  mirrored report run.json\n  mirrored report logs/run1 -o report.html\n  mirrored report one.json two.json -o both.html")
        {
            Sources, Output,
        };
        command.SetAction(parsed => Run(parsed.GetValue(Sources)!, parsed.GetValue(Output)!, terminal)); // One or more; has a default.
        return command;
    }

    private static int Run(string[] sources, string output, Terminal terminal)
    {
        CheckOutput(output, sources);
        List<RunRecord> runs = [.. sources.SelectMany(Read)];
        if (runs.Count > MostRuns)
            throw new ArgumentException($"There are {runs.Count} runs, a page holds at most {MostRuns}. Name those to show.");
        byte[] page = Encoding.UTF8.GetBytes(ReportPage.Of(Distinct(runs)));
        AtomicFile.Write(output, page.Length, stream => stream.Write(page));
        terminal.Output.WriteLine($"{output}: {runs.Count} {(runs.Count == 1 ? "run" : "runs")}, {Math.Max(1, page.Length >> 10)} KiB");
        return ExitCode.Done;
    }

    private static IReadOnlyList<RunRecord> Read(string source)
    {
        if (Directory.Exists(source)) return LogDirectory.Read(source);
        if (File.Exists(source)) return [RunJson.Read(source)];
        throw new ArgumentException($"There is no file or folder '{source}'.");
    }

    private static void CheckOutput(string output, string[] sources)
    {
        if (string.IsNullOrWhiteSpace(output)) throw new ArgumentException("--output takes a file, found an empty name.");
        string full = Path.GetFullPath(output);
        if (Directory.Exists(full)) throw new ArgumentException($"--output: '{output}' is a folder.");
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
            throw new ArgumentException($"--output: there is no folder '{folder}'.");
        if (sources.Any(source => Path.GetFullPath(source) == full))
            throw new ArgumentException($"--output: '{output}' is what the page is made of.");
    }

    /// <summary>Gives runs of one name numbers.</summary>
    private static IReadOnlyList<RunRecord> Distinct(IReadOnlyList<RunRecord> runs)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        return [.. runs.Select(run =>
        {
            string name = run.Name;
            for (int i = 2; !taken.Add(name); i++) name = $"{run.Name} ({i})";
            return run with { Name = name };
        })];
    }
}
