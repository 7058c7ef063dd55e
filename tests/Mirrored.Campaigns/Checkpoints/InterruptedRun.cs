namespace Mirrored.Campaigns.Checkpoints;

/// <summary>A training run that may end behind a step and be gone on with, everything that a checkpoint keeps being in use.</summary>
/// <param name="streams">Whether its data streams; else it lies in memory.</param>
/// <param name="folder">Its checkpoints.</param>
internal sealed class InterruptedRun(bool streams, string folder)
{
    private const int Rows = 230, Features = 5, BatchSize = 11, Epochs = 7;

    private readonly List<double> _losses = [];

    /// <summary>The loss of the epoch so far behind every step.</summary>
    public IReadOnlyList<double> Losses => _losses;

    public History History { get; private set; } = null!; // Set by Train.

    public string Sha256 { get; private set; } = "";

    public long ResumedFrom { get; private set; }

    /// <summary>What callbacks remember at the end.</summary>
    public string Remembered { get; private set; } = "";

    /// <summary>Trains to the end, or until it is interrupted.</summary>
    /// <param name="replicas">On how many devices.</param>
    /// <param name="interruptAt">The step behind which to stop; null to go on to the end.</param>
    public void Train(int replicas, int? interruptAt)
    {
        using MirroredStrategy strategy = new(
            Devices.Cpus(replicas), new StrategyOptions { Deterministic = true, CpuThreads = 1, Seed = 7 });
        Sequential model;
        using (strategy.Scope())
        {
            model = new Sequential(
                [new Dense(9, "tanh", inputShape: Features), new BatchNormalization(), new Dropout(0.3), new Dense(3, "softmax")]);
            model.Compile(new Adam(0.02), "sparse_categorical_crossentropy", ["accuracy"]);
        }

        using CancellationTokenSource stop = new();
        BackupAndRestore backup = new(folder, saveFreq: 1000, deleteCheckpoint: false);
        EarlyStopping early = new("val_loss", patience: 4, restoreBestWeights: true);
        LambdaCallback record = new(onBatchEnd: (_, logs) =>
        {
            _losses.Add(logs["loss"]);
            if (_losses.Count == interruptAt) stop.Cancel();
        });
        try
        {
            History = model.Fit(
                Data(), Epochs, (X(61), Y(61)), Verbosity.Silent,
                [record, new ReduceLROnPlateau(patience: 1, factor: 0.5), backup, early],
                new FitOptions { CancellationToken = stop.Token, Output = TextWriter.Null });
        }
        catch (OperationCanceledException) when (interruptAt is not null)
        {
            return;
        }

        ResumedFrom = backup.ResumedFrom?.Step ?? 0;
        Sha256 = model.WeightsSha256();
        Remembered = $"{early.Best:R} {early.BestEpoch} {early.StoppedEpoch} {model.Optimizer!.LearningRate:R} {model.Optimizer.Iterations}";
    }

    /// <summary>Whether two runs recorded the same.</summary>
    public bool IsLike(InterruptedRun other) =>
        Remembered == other.Remembered && History.Epoch.SequenceEqual(other.History.Epoch)
        && History.Metrics.Keys.SequenceEqual(other.History.Metrics.Keys)
        && History.Metrics.All(metric => metric.Value.SequenceEqual(other.History[metric.Key]));

    private static NDArray<float> X(int rows) =>
        new([.. Enumerable.Range(0, rows * Features).Select(i => (float)Math.Sin(i * 0.7) + i / Features % 3)], [rows, Features]);

    private static NDArray<int> Y(int rows) => new([.. Enumerable.Range(0, rows).Select(i => i % 7 == 0 ? 0 : i % 3)], rows);

    private Dataset<Batch> Data()
    {
        Dataset<Example> examples = Dataset.FromTensorSlices(X(Rows), Y(Rows));
        if (streams) examples = examples.Map(example => example);
        return examples.Shuffle(Rows).Batch(BatchSize);
    }
}
