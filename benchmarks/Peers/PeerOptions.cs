using System.Globalization;

namespace Mirrored.Peers;

/// <summary>The command line, read once by the comparison and again by each process that it starts.</summary>
internal sealed record PeerOptions
{
    private const string Usage =
        "usage: Peers --job mnist|mlp|product [--batch-size 1024] [--threads CORES] [--epochs N] [--rounds 5] [--busy 0] "
        + "[--only ours|theirs] [--data samples/Mnist/data] [--openblas FILE] [--json FILE]";

    private PeerOptions()
    {
    }

    public string Job { get; private init; } = Jobs.Mnist;

    public int BatchSize { get; private init; } = 1024;

    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>Per process; the first is not counted. Null leaves it to the job.</summary>
    public int? Epochs { get; private init; }

    /// <summary>The number of epochs that is run.</summary>
    public int EpochsToRun => Epochs ?? Jobs.DefaultEpochs(Job);

    /// <summary>Processes per side.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>The only side to run; null runs both.</summary>
    public string? Only { get; private init; }

    /// <summary>The folder of MNIST's four <c>.gz</c> files.</summary>
    public string Data { get; private init; } = Path.Combine("samples", "Mnist", "data");

    /// <summary>Threads that keep cores busy meanwhile.</summary>
    public int Busy { get; private init; }

    /// <summary>OpenBLAS's library; null looks for it where the system keeps libraries.</summary>
    public string? OpenBlas { get; private init; }

    /// <summary>Where to write the figures, or null.</summary>
    public string? Json { get; private init; }

    /// <summary>Set in a process that the comparison starts: the side that it runs.</summary>
    public string? Side { get; private init; }

    /// <exception cref="UsageException">An option is unknown, lacks its value or has a bad one.</exception>
    public static PeerOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new PeerOptions();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string name = arguments[i];
            if (i + 1 == arguments.Count)
                throw new UsageException($"{name} is unknown or lacks its value.\n{Usage}");
            options = options.With(name, arguments[i + 1]);
        }

        return options;
    }

    /// <summary>The arguments with which a process of one side is started.</summary>
    public IReadOnlyList<string> ToSideArguments(string side, int epochs) =>
    [
        "--side", side, "--job", Job, "--batch-size", Text(BatchSize), "--threads", Text(Threads),
        "--epochs", Text(epochs), "--data", Path.GetFullPath(Data),
        .. OpenBlas is { } library ? ["--openblas", library] : Array.Empty<string>(),
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string OneOf(string name, string value, params IReadOnlyList<string> known) =>
        known.Contains(value)
            ? value
            : throw new UsageException($"{name} is '{value}'; it must be one of: {string.Join(", ", known)}.");

    private static int AtLeast(int minimum, string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw new UsageException($"{name} is '{value}'; it must be a whole number of at least {minimum}.");

    private PeerOptions With(string name, string value) => name switch
    {
        "--job" => this with { Job = OneOf(name, value, Jobs.Names) },
        "--batch-size" => this with { BatchSize = AtLeast(1, name, value) },
        "--threads" => this with { Threads = AtLeast(1, name, value) },
        "--epochs" => this with { Epochs = AtLeast(2, name, value) },
        "--rounds" => this with { Rounds = AtLeast(1, name, value) },
        "--busy" => this with { Busy = AtLeast(0, name, value) },
        "--openblas" => this with { OpenBlas = value },
        "--only" => this with { Only = OneOf(name, value, Sides.Training) },
        "--side" => this with { Side = OneOf(name, value, [.. Sides.Training, .. Sides.Multiplying]) },
        "--data" => this with { Data = value },
        "--json" => this with { Json = value },
        _ => throw new UsageException($"Unknown option '{name}'.\n{Usage}"),
    };
}
