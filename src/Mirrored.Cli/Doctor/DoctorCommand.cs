using System.CommandLine;

namespace Mirrored.Cli;

/// <summary><c>mirrored doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly Option<string?> Devices = new("--devices")
    {
        Description = $"the devices that compute and train in the checks: {DeviceList.Forms}",
    };

    private static readonly Option<double> Limit = new("--timeout")
    {
        Description = "how many seconds one check may take", DefaultValueFactory = _ => new DoctorOptions().Timeout.TotalSeconds,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "print JSON" };
    private static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "print every path that was tried and the like",
    };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancelled)
    {
        Command command = new("doctor", "Says what is wrong with this machine, why, and what to do.\n\n"
            + "Ends with 0 when Mirrored can train, be it on the CPU only, and with 1 when something is broken.\n\nExamples:\n"
            + "  mirrored doctor\n  mirrored doctor --devices gpu:0,gpu:1 --timeout 120\n  mirrored doctor --json > doctor.json")
        {
            Json, Limit, Devices, Verbose,
        };
        command.SetAction(parsed => Run(parsed, terminal, cancelled));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal, CancellationToken cancelled)
    {
        DoctorOptions options = new()
        {
            Devices = DeviceList.Parse(parsed.GetValue(Devices)), Timeout = Seconds(parsed.GetValue(Limit)),
        };
        DoctorText text = new(terminal, parsed.GetValue(Verbose));
        bool isJson = parsed.GetValue(Json);
        if (!isJson) text.Header();
        DoctorReport report = new DoctorParent(options, cancelled) { Ended = isJson ? _ => { } : text.Write }.Run();
        if (isJson) terminal.Output.WriteLine(DoctorJson.Write(report));
        else text.Summary(report);
        return report.IsUsable ? ExitCode.Done : ExitCode.Failed;
    }

    private static TimeSpan Seconds(double seconds) => seconds is > 0 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentException($"--timeout takes seconds, more than 0 and at most 3600, found {seconds}.");
}
