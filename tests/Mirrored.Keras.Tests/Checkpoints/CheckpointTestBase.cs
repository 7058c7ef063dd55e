namespace Mirrored.Keras.Tests;

/// <summary>A small job that can be begun anew, as by another process, and a folder for its checkpoints.</summary>
public abstract class CheckpointTestBase : IDisposable
{
    private const int Rows = 40, Features = 3;

    private static readonly NDArray<float> X =
        new([.. Enumerable.Range(0, Rows * Features).Select(i => (float)Math.Cos(i) + i / Features % 2)], [Rows, Features]);

    private static readonly NDArray<int> Y = new([.. Enumerable.Range(0, Rows).Select(i => i % 2)], Rows);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-");
    private readonly List<MirroredStrategy> _strategies = [];

    /// <summary>What was written besides progress.</summary>
    protected StringWriter Output { get; } = new() { NewLine = "\n" };

    protected string Folder => _folder.FullName;

    public void Dispose()
    {
        foreach (MirroredStrategy strategy in _strategies) strategy.Dispose();
        Output.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A model as a new process makes it.</summary>
    protected Sequential NewModel(
        int replicas = 1, Optimizer? optimizer = null, int units = 4, long seed = 5, IReadOnlyList<DeviceId>? devices = null)
    {
        MirroredStrategy strategy = new(devices ?? Devices.Cpus(replicas), new StrategyOptions { Deterministic = true, CpuThreads = 1, Seed = seed });
        _strategies.Add(strategy);
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Dense(units, "tanh", inputShape: Features), new Dropout(0.2), new Dense(2, "softmax")]);
        model.Compile(optimizer ?? new Adam(0.01), "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    /// <summary>Trains five steps an epoch.</summary>
    protected History Fit(Sequential model, int epochs, CancellationToken cancellation, params Callback[] callbacks) =>
        model.Fit(X, Y, batchSize: 8, epochs, verbose: Verbosity.Silent, callbacks: callbacks, options: new FitOptions
        {
            CancellationToken = cancellation, Output = Output,
        });

    protected History Fit(Sequential model, int epochs, params Callback[] callbacks) => Fit(model, epochs, CancellationToken.None, callbacks);

    /// <summary>Trains until behind a step, counted from 1 over all epochs.</summary>
    protected void FitUntil(Sequential model, int step, params Callback[] callbacks)
    {
        using CancellationTokenSource stop = new();
        LambdaCallback stopper = new(onBatchEnd: (_, _) =>
        {
            if (model.Optimizer!.Iterations == step) stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(model, 1000, stop.Token, [.. callbacks, stopper]));
    }

    /// <summary>Trains one step, without a Fit.</summary>
    protected static void TrainOnBatch(Sequential model) => model.TrainOnBatch(X, Y);

    /// <summary>Changes a byte of a file.</summary>
    protected static void Damage(string file)
    {
        byte[] content = File.ReadAllBytes(file);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(file, content);
    }
}
