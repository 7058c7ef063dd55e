using System.CommandLine;
using Spectre.Console;

namespace Mirrored.Cli;

/// <summary><c>mirrored devices</c>.</summary>
internal static class DevicesCommand
{
    private const double DefaultInterval = 1;

    /// <summary>Between two looks at the processor's counters, without <c>--watch</c>.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private static readonly Option<bool> Json = new("--json") { Description = "print JSON; with --watch one line each time" };
    private static readonly Option<double?> Watch = new("--watch", "-w")
    {
        Description = $"look again every so many seconds, {DefaultInterval} by default, until Ctrl-C",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "seconds",
    };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancelled)
    {
        Command command = new("devices", "Lists the GPUs: how busy, how full, how hot.\n\nExamples:\n"
            + "  mirrored devices\n  mirrored devices --watch\n  mirrored devices --watch 5 --json >> usage.jsonl")
        {
            Watch, Json,
        };
        command.SetAction(parsed => Run(parsed, terminal, cancelled));
        return command;
    }

    private static int Run(ParseResult parsed, Terminal terminal, CancellationToken cancelled)
    {
        bool isWatched = parsed.GetResult(Watch) is not null;
        TimeSpan interval = isWatched ? Interval(parsed.GetValue(Watch) ?? DefaultInterval) : Glance;
        bool isJson = parsed.GetValue(Json);
        DeviceReader reader = new();
        if (isWatched && terminal.IsInteractive && !isJson)
        {
            Live(terminal, reader, interval, cancelled);
            return ExitCode.Done;
        }

        do
        {
            if (cancelled.WaitHandle.WaitOne(interval)) break;
            IReadOnlyList<DeviceState> devices = reader.Read();
            if (isJson) terminal.Output.WriteLine(DevicesJson.Write(devices, onOneLine: isWatched));
            else terminal.Console.Write(DevicesTable.Of(devices));
        }
        while (isWatched);
        if (!isWatched && !isJson && !Cuda.IsAvailable)
            terminal.Output.WriteLine("\nNo GPU can be used; mirrored doctor tells why.");
        return ExitCode.Done;
    }

    /// <summary>Draws the table anew in its place.</summary>
    private static void Live(Terminal terminal, DeviceReader reader, TimeSpan interval, CancellationToken cancelled) =>
        terminal.Console.Live(DevicesTable.Of(reader.Read())).Start(view =>
        {
            while (!cancelled.WaitHandle.WaitOne(interval)) view.UpdateTarget(DevicesTable.Of(reader.Read()));
        });

    private static TimeSpan Interval(double seconds) => seconds is >= 0.1 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentException($"--watch takes seconds, from 0.1 to 3600, found {seconds}.");
}
