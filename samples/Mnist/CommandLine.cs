using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;

namespace Mirrored.Samples.Mnist;

/// <summary>Reads the command line, and turns whatever goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    private const int Done = 0, Failed = 1, BadInput = 2, StoppedAndSaved = 75, DeviceLost = 77;

    private static readonly Option<int> Epochs = Number("--epochs", 5, "times to go through the data");
    private static readonly Option<int> BatchSize = Number("--batch-size", 1024, "rows in a batch, over all replicas");
    private static readonly Option<double> LearningRate = new("--learning-rate")
    {
        DefaultValueFactory = _ => 0.001, Description = "Adam's step size",
    };

    private static readonly Option<string> Hidden = new("--hidden")
    {
        DefaultValueFactory = _ => "128", Description = "units of the hidden layers, comma-separated",
    };

    private static readonly Option<double> Dropout = new("--dropout")
    {
        DefaultValueFactory = _ => 0.2, Description = "fraction of hidden units dropped in training",
    };

    private static readonly Option<long> Seed = new("--seed") { DefaultValueFactory = _ => 42, Description = "of everything random" };
    private static readonly Option<bool> Deterministic = new("--deterministic")
    {
        Description = "the same weights, bit for bit, for 1 to 8 replicas",
    };

    private static readonly Option<int?> Threads = new("--threads") { Description = "processor threads to compute on; default all" };
    private static readonly Option<string?> Data = new("--data") { Description = "folder of the four IDX files" };
    private static readonly Option<int?> Limit = new("--limit") { Description = "train on the first so many images only" };
    private static readonly Option<string?> Save = new("--save") { Description = "file to write: weights (.safetensors, .weights.h5) or the model (.keras, .onnx)" };
    private static readonly Option<int> Verbose = Number("--verbose", 1, "0 silent, 1 progress bar, 2 one line an epoch");
    private static readonly Option<string?> ReportFile = new("--report") { Description = "JSON file to write the results to" };

    /// <summary>Runs the sample with the options of a command line.</summary>
    /// <returns>The exit code: 0 done, 1 failed, 2 bad arguments or data, 75 stopped by a signal and saved, 77 device
    /// lost.</returns>
    public static int Run(string[] args, Func<SampleOptions, CancellationToken, bool> train)
    {
        using CancellationTokenSource stop = new();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested; // A second one ends the process at once.
            stop.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        RootCommand command = new("Trains a small network on MNIST, mirrored over the devices of this machine.")
        {
            Epochs, BatchSize, LearningRate, Hidden, Dropout, Seed, Deterministic, Threads, Data, Limit, Save, Verbose,
            ReportFile,
        };
        foreach (Option option in DeviceChoice.Options) command.Add(option);
        command.SetAction(parsed => train(Read(parsed), stop.Token) ? Done : StoppedAndSaved);
        ParseResult result = command.Parse(args);
        if (result.Errors.Count > 0) return Say(result.Errors[0].Message, BadInput);
        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            return Say("Stopped; nothing was saved.", Failed);
        }
        catch (Exception wrong) when (wrong is ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Which parameter of a method it was is of no use here.
            string parameter = wrong is ArgumentException { ParamName: { } name } ? $" (Parameter '{name}')" : "";
            return Say(parameter.Length > 0 ? wrong.Message.Replace(parameter, "", StringComparison.Ordinal) : wrong.Message, BadInput);
        }
        catch (ReplicaFailedException failure)
        {
            return Say(failure.Message, failure is DeviceLostException ? DeviceLost : Failed);
        }
        catch (CudaUnavailableException missing)
        {
            return Say(missing.Message, BadInput); // Such as NCCL, where it was asked for.
        }
        catch (TimeoutException failure)
        {
            return Say(failure.Message, DeviceLost);
        }
        catch (GpuException failure)
        {
            return Say(failure.Message, failure is CudaException { IsSticky: true } ? DeviceLost : Failed);
        }
        catch (InsufficientMemoryException failure)
        {
            return Say(failure.Message, Failed);
        }
#pragma warning disable CA1031 // A mistake in the program itself: all that is known of it, and the exit code that scripts expect.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(mistake);
            return Failed;
        }
    }

    private static SampleOptions Read(ParseResult parsed)
    {
        return new SampleOptions
        {
            Devices = DeviceChoice.Devices(parsed),
            Strategy = new StrategyOptions
            {
                Seed = parsed.GetValue(Seed), Deterministic = parsed.GetValue(Deterministic), CpuThreads = parsed.GetValue(Threads),
                CrossDeviceOps = DeviceChoice.Exchange(parsed),
            },
            Epochs = AtLeastOne(parsed, Epochs),
            BatchSize = AtLeastOne(parsed, BatchSize),
            LearningRate = parsed.GetValue(LearningRate),
            Hidden = Numbers(parsed.GetValue(Hidden)!, "--hidden"), // It has a default.
            Dropout = parsed.GetValue(Dropout),
            Verbose = parsed.GetValue(Verbose) is >= 0 and <= 2 and int v ? (Verbosity)v
                : throw new ArgumentException($"--verbose takes 0, 1 or 2, found {parsed.GetValue(Verbose)}."),
            DataDirectory = parsed.GetValue(Data),
            Limit = parsed.GetValue(Limit) is null or >= 1 ? parsed.GetValue(Limit)
                : throw new ArgumentException($"--limit takes a number of at least 1, found {parsed.GetValue(Limit)}."),
            SaveFile = Writable(parsed.GetValue(Save), "--save", ".safetensors", ".weights.h5", ".keras", ".onnx"),
            ReportFile = Writable(parsed.GetValue(ReportFile), "--report"),
        };
    }

    private static Option<int> Number(string name, int value, string description) =>
        new(name) { DefaultValueFactory = _ => value, Description = description };

    private static int AtLeastOne(ParseResult parsed, Option<int> option) => parsed.GetValue(option) is >= 1 and int value
        ? value
        : throw new ArgumentException($"{option.Name} takes a number of at least 1, found {parsed.GetValue(option)}.");

    private static int[] Numbers(string list, string option) =>
    [
        .. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(
            part => int.TryParse(part, out int number) && number >= 0
                ? number
                : throw new ArgumentException($"{option} takes numbers separated by commas, found '{part}'.")),
    ];

    /// <summary>Refuses files that could not be written before hours of training, not behind them.</summary>
    private static string? Writable(string? file, string option, params string[] endings)
    {
        if (file is null) return null;
        if (endings.Length > 0 && !endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"{option} takes a file that ends in {string.Join(" or ", endings)}, found '{file}'.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".";
        if (!Directory.Exists(folder)) throw new ArgumentException($"{option}: there is no folder '{folder}'.");
        if (Directory.Exists(file)) throw new ArgumentException($"{option}: '{file}' is a folder.");
        try
        {
            string probe = Path.Combine(folder, $".{Guid.NewGuid():N}");
            using FileStream stream = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{option}: no file can be made in '{folder}'.", refused);
        }

        return file;
    }

    private static int Say(string problem, int code)
    {
        Console.Error.WriteLine($"mnist: {problem.ReplaceLineEndings(" ")}");
        return code;
    }
}
