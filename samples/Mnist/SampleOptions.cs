namespace Mirrored.Samples.Mnist;

/// <summary>What the command line asks for, checked.</summary>
internal sealed record SampleOptions
{
    public required IReadOnlyList<DeviceId> Devices { get; init; }

    public required StrategyOptions Strategy { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required IReadOnlyList<int> Hidden { get; init; }

    public required double Dropout { get; init; }

    public required Verbosity Verbose { get; init; }

    public string? DataDirectory { get; init; }

    public int? Limit { get; init; }

    public string? SaveFile { get; init; }

    public string? ReportFile { get; init; }

    /// <summary>Where checkpoints are kept; null for none.</summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>After how many steps one is saved; null for after every epoch.</summary>
    public int? SaveEvery { get; init; }

    /// <summary>Whether training goes on from the newest one.</summary>
    public bool Resume { get; init; }

    public string? LogDirectory { get; init; }

    public required double ValidationSplit { get; init; }

    /// <summary>What saves checkpoints; null when none are asked for.</summary>
    public BackupAndRestore? Backup() => CheckpointDirectory is not { } folder ? null
        : new BackupAndRestore(folder, SaveEvery, deleteCheckpoint: false, verbose: true) { Resume = Resume };

    /// <summary>What watches training.</summary>
    public IEnumerable<Callback> Callbacks(BackupAndRestore? backup)
    {
        if (backup is not null) yield return backup;
        if (LogDirectory is null) yield break;
        yield return new TensorBoard(LogDirectory, histogramFreq: 1, hparams: new Dictionary<string, object>
        {
            ["hidden"] = string.Join(',', Hidden), ["dropout"] = Dropout,
        });
    }

    /// <summary>The hidden layers: each a Dense with ReLU, followed by dropout.</summary>
    public IEnumerable<Layer> HiddenLayers() =>
        Hidden.SelectMany<int, Layer>(units => [new Dense(units, activation: "relu"), new Dropout(Dropout)]);
}
