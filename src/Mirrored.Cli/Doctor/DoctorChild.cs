using System.CommandLine;

namespace Mirrored.Cli;

/// <summary>The side of the doctor that touches drivers: a process that may hang or crash.</summary>
/// <remarks>Its order comes as one line on standard input. What it tells are lines on standard output that begin with
/// <see cref="Mark"/>; NVIDIA's libraries may write other lines there.</remarks>
internal static class DoctorChild
{
    /// <summary>The name of the hidden command.</summary>
    public const string Name = "doctor-child";

    /// <summary>How a line begins that the child itself wrote.</summary>
    public const string Mark = "@mirrored ";

    /// <summary>The hidden command that the tool starts itself with.</summary>
    public static Command CreateCommand(Terminal terminal)
    {
        Command command = new(Name, "Does the doctor's checks; started by mirrored doctor.") { Hidden = true };
        command.SetAction(_ => Run(Console.In, terminal.Output));
        return command;
    }

    private static int Run(TextReader input, TextWriter output)
    {
        string line = input.ReadLine() ?? throw new ArgumentException($"{Name} is started by mirrored doctor.");
        DoctorOrder order = DoctorJson.ReadOrder(line);
        void Tell(DoctorEvent told)
        {
            output.WriteLine(Mark + DoctorJson.Line(told));
            output.Flush();
        }

        DoctorOptions options = new()
        {
            Devices = order.Devices is { } names ? [.. names.Select(DeviceId.Parse)] : null,
            Timeout = TimeSpan.FromSeconds(order.TimeoutSeconds),
        };
        DoctorRun run = new(options, DoctorMachine.Here())
        {
            Known = order.Known,
            Begins = name => Tell(new DoctorEvent { Begins = name }),
            Ended = check => Tell(new DoctorEvent { Ended = check }),
            EndsWhenSpent = true,
        };
        run.Run();
        Tell(run.IsSpent ? new DoctorEvent { IsSpent = true } : new DoctorEvent { Devices = run.Devices });
        return ExitCode.Done;
    }
}
