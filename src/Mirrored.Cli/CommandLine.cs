using System.CommandLine;
using System.Runtime.InteropServices;

namespace Mirrored.Cli;

/// <summary>Reads the command line, and turns whatever goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <returns>The exit code: see <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        using CancellationTokenSource stop = new();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested; // A second one ends the process at once.
            stop.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        RootCommand root = new("Looks after the GPUs that Mirrored trains on.\n\nExamples:\n"
            + "  mirrored doctor               what is wrong with this machine, why, and what to do\n"
            + "  mirrored devices --watch      how busy, full and hot the GPUs are\n"
            + "  mirrored bench step           how fast a small network trains on 1, 2, ... devices\n"
            + "  mirrored report run.json      a page of a training run, to look at or to send")
        {
            DoctorCommand.Create(terminal, stop.Token),
            DoctorChild.CreateCommand(terminal),
            DevicesCommand.Create(terminal, stop.Token),
            BenchCommand.Create(terminal, stop.Token),
            ReportCommand.Create(terminal),
        };
        ParseResult result = root.Parse(args.Length == 0 ? ["--help"] : args);
        // A misspelt command is also a missing one; the last error names it.
        if (result.Errors.Count > 0) return Say(terminal, $"{result.Errors[^1].Message} See mirrored --help.", ExitCode.BadInput);
        return Invoke(result, terminal);
    }

    private static int Invoke(ParseResult result, Terminal terminal)
    {
        try
        {
            return result.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
                Output = terminal.Output, Error = terminal.Error,
            });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception wrong) when (wrong is ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Say(terminal, wrong.Message, ExitCode.BadInput);
        }
        catch (Exception failure) when (
            failure is ReplicaFailedException or GpuException or TimeoutException or InsufficientMemoryException)
        {
            Exception root = failure is ReplicaFailedException { InnerException: { } inner } ? inner : failure;
            bool isLost = root is TimeoutException or CudaException { IsSticky: true };
            return Say(terminal, failure.Message, isLost ? ExitCode.DeviceLost : ExitCode.Failed);
        }
#pragma warning disable CA1031 // A mistake in the program itself: all that is known, and the exit code that scripts expect.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            terminal.Error.WriteLine(mistake);
            return ExitCode.Failed;
        }
    }

    private static int Say(Terminal terminal, string problem, int code)
    {
        terminal.Error.WriteLine($"mirrored: {problem.ReplaceLineEndings(" ")}");
        return code;
    }
}
