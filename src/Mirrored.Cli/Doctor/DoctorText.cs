using Spectre.Console;

namespace Mirrored.Cli;

/// <summary>The doctor's findings for people: a line for each check, what to do below those that need it.</summary>
internal sealed class DoctorText(Terminal terminal, bool isVerbose)
{
    private const int StatusWidth = 9, NameWidth = 22;

    private static readonly string Indent = new(' ', StatusWidth + NameWidth);

    public void Header() => terminal.Output.WriteLine($"Mirrored {MirroredInfo.Version} doctor\n");

    public void Write(DoctorCheck check)
    {
        terminal.Console.Write(new Text(Word(check.Status).PadRight(StatusWidth), Colour(check.Status)));
        terminal.Output.WriteLine($"{check.Name.PadRight(NameWidth - 1)} {(check.Found.Length > 0 ? check.Found : check.Cause)}");
        if (check.Found.Length > 0 && check.Cause is { } cause) terminal.Output.WriteLine($"{Indent}{cause}");
        // On one line, however long, so that commands can be copied.
        if (check.Cure is { } cure) terminal.Output.WriteLine($"{Indent}-> {cure}");
        // Of a failure everything is worth knowing.
        if (!isVerbose && check.Status != DoctorStatus.Failed) return;
        foreach (string detail in check.Details) terminal.Output.WriteLine($"{Indent}   {detail}");
    }

    public void Summary(DoctorReport report)
    {
        int failed = report.Checks.Count(check => check.Status == DoctorStatus.Failed);
        int warnings = report.Checks.Count(check => check.Status == DoctorStatus.Warning);
        string counts = $"{Count(failed, "failed check")}, {Count(warnings, "warning")}";
        terminal.Output.WriteLine();
        if (failed > 0) terminal.Output.WriteLine($"Broken: {counts}. Begin with the first that failed.");
        else terminal.Output.WriteLine($"Usable: Mirrored trains on {Where(report)}. {counts}.");
    }

    private static string Where(DoctorReport report)
    {
        string[] gpus = [.. report.Devices.Select(device => device.Id).Where(id => id.StartsWith("GPU", StringComparison.Ordinal))];
        return gpus.Length == 0 ? "the CPU" : string.Join(", ", gpus);
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Word(DoctorStatus status) => status switch
    {
        DoctorStatus.Ok => "ok",
        DoctorStatus.Warning => "warning",
        DoctorStatus.Failed => "failed",
        DoctorStatus.Skipped => "skipped",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };

    private static Style Colour(DoctorStatus status) => new(status switch
    {
        DoctorStatus.Ok => Color.Green,
        DoctorStatus.Warning => Color.Yellow,
        DoctorStatus.Failed => Color.Red,
        _ => Color.Grey,
    });
}
