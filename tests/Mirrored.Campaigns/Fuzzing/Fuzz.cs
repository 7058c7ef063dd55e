using System.Text.Json;

namespace Mirrored.Campaigns;

/// <summary>Coverage-guided fuzzing of everything that reads files: only declared exceptions, within a second and 64 MiB.</summary>
internal sealed class Fuzz : Campaign
{
    private const long Brief = 40_000, Whole = 10_500_000, Control = 3_000_000;

    public override string Name => "fuzz";

    public override string Goal => "E1";

    public override string Summary => "parsers of files against changed inputs, guided by the branches that they take";

    public override TimeSpan Limit(bool full) => full ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(4);

    public override void Run(CampaignRun run)
    {
        string program = Directory.CreateDirectory(Path.Combine(run.Folder, "program")).FullName;
        InstrumentedCopy.Make(program);
        FuzzResult? control = RunTarget(run, program, FuzzTargets.Planted, Control);
        run.Expect(control?.Findings is [var found] && found.Contains(nameof(InvalidOperationException), StringComparison.Ordinal), $"the planted fault was not found");
        double shares = FuzzTargets.All.Sum(t => t.Share);
        long executions = 0;
        foreach (FuzzTarget target in FuzzTargets.All)
        {
            FuzzResult? result = RunTarget(run, program, target, (long)((run.Full ? Whole : Brief) * target.Share / shares));
            foreach (string finding in result?.Findings ?? []) run.Expect(false, $"{target.Name}: {finding}");
            run.Expect(result is { Findings.Count: 0 }, $"{target.Name} ended otherwise");
            executions += result?.Executions ?? 0;
        }

        run.Say($"{executions} executions in all");
    }

    private static FuzzResult? RunTarget(CampaignRun run, string program, FuzzTarget target, long executions)
    {
        string output = Path.Combine(run.Folder, target.Name);
        (int code, string text) = InstrumentedCopy.Run(
            program, TimeSpan.FromHours(2), target.Name, FormattableString.Invariant($"{executions}"),
            FormattableString.Invariant($"{run.Random.Next()}"), FuzzTargets.Corpus(target.Name), output);
        if (!run.Expect(code == 0, $"fuzzing {target.Name} ended with {code}: {text}")) return null;
        FuzzResult result = JsonSerializer.Deserialize<FuzzResult>(text)!; // It wrote one.
        run.Say($"{target.Name}: {result.Executions} executions, {result.Covered} pairs of branches, {result.Inputs} inputs kept, "
            + $"at most {result.MostMemory} bytes, {result.Findings.Count} findings");
        if (run.Full) Keep(output, target.Name);
        return result;
    }

    /// <summary>Leaves corpus and findings where somebody can look at them.</summary>
    private static void Keep(string output, string target)
    {
        string folder = Path.Combine("artifacts", "fuzz", target);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (string file in Directory.GetFiles(output, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(output, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!); // A file lies in a folder.
            File.Copy(file, copy);
        }
    }
}
