using System.CommandLine;

namespace Mirrored.Cli;

/// <summary><c>mirrored bench</c>.</summary>
internal static class BenchCommand
{
    private const int DefaultBatch = 512, MostBatch = 1 << 16;

    private static readonly Option<string?> Devices = new("--devices")
    {
        Description = $"what to measure on: {DeviceList.Forms}. Default: all GPUs, else two virtual CPU devices",
    };

    private static readonly Option<int> Batch = new("--batch")
    {
        Description = "images for each device in a step", DefaultValueFactory = _ => DefaultBatch,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "print JSON" };

    /// <summary>The command and its parts.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancelled)
    {
        Command exchange = new("allreduce", "Measures how fast the devices sum gradients, by size.\n\nExamples:\n"
            + "  mirrored bench allreduce --devices gpu:0,gpu:1\n  mirrored bench allreduce --devices cpus:4 --json")
        {
            Devices, Json,
        };
        Command step = new("step", "Measures how fast the MNIST network trains on 1, 2, ... of the devices.\n\nExamples:\n"
            + "  mirrored bench step\n  mirrored bench step --devices cpus:2 --batch 1024")
        {
            Devices, Batch, Json,
        };
        Command both = new("bench", "Measures how fast the devices exchange gradients and train.\n\nExamples:\n"
            + "  mirrored bench\n  mirrored bench allreduce\n  mirrored bench step --devices cpus:2 --json")
        {
            exchange, step, Devices, Batch, Json,
        };
        exchange.SetAction(parsed => Run(parsed, terminal, exchanges: true, steps: false, cancelled));
        step.SetAction(parsed => Run(parsed, terminal, exchanges: false, steps: true, cancelled));
        both.SetAction(parsed => Run(parsed, terminal, exchanges: true, steps: true, cancelled));
        return both;
    }

    private static int Run(ParseResult parsed, Terminal terminal, bool exchanges, bool steps, CancellationToken cancelled)
    {
        int batch = steps ? parsed.GetValue(Batch) : DefaultBatch;
        if (batch is < 1 or > MostBatch) throw new ArgumentException($"--batch takes 1 to {MostBatch} images, found {batch}.");
        IReadOnlyList<DeviceId> devices = DeviceList.Parse(parsed.GetValue(Devices)) ?? TimeLimit.Ask(Default);
        bool isJson = parsed.GetValue(Json);
        BenchRun run = new(devices, isJson ? TextWriter.Null : terminal.Output, cancelled);
        BenchReport report = new()
        {
            Devices = [.. devices.Select(device => device.ToString())],
            Exchange = exchanges ? run.Exchanges() : [],
            Steps = steps ? run.Steps(batch) : [],
        };
        if (isJson) terminal.Output.WriteLine(report.ToJson());
        return ExitCode.Done;
    }

    private static IReadOnlyList<DeviceId> Default()
    {
        IReadOnlyList<PhysicalDevice> gpus = Mirrored.Devices.ListPhysical(DeviceKind.Gpu);
        return gpus.Count > 0 ? [.. gpus.Select(gpu => gpu.Id)] : Mirrored.Devices.Cpus(2);
    }
}
