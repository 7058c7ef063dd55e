namespace Mirrored.Campaigns.Checkpoints;

/// <summary>A small model that changes whenever it is asked to.</summary>
internal sealed class TrainedModel : IDisposable
{
    private static readonly NDArray<float> X = new([.. Enumerable.Range(0, 32).Select(i => (i * 37 % 64 - 32) / 32f)], [8, 4]);
    private static readonly NDArray<int> Y = new([0, 1, 2, 0, 1, 2, 0, 1], 8);

    private readonly MirroredStrategy _strategy;

    /// <param name="layers">The layers; null for the usual ones.</param>
    /// <param name="optimizer">The optimizer; null for Adam.</param>
    /// <param name="replicas">On how many devices.</param>
    /// <param name="seed">The strategy's.</param>
    public TrainedModel(IReadOnlyList<Layer>? layers = null, Optimizer? optimizer = null, int replicas = 1, long seed = 42)
    {
        _strategy = new MirroredStrategy(Devices.Cpus(replicas), new StrategyOptions { Deterministic = true, CpuThreads = 1, Seed = seed });
        using (_strategy.Scope())
        {
            Model = new Sequential(layers ?? [new Dense(6, "relu", inputShape: 4), new BatchNormalization(), new Dense(3, "softmax")]);
            Model.Compile(optimizer ?? new Adam(0.01), "sparse_categorical_crossentropy", ["accuracy"]);
        }
    }

    public Sequential Model { get; }

    /// <summary>Trains one step.</summary>
    public void Train() => Model.TrainOnBatch(X, Y);

    public void Dispose() => _strategy.Dispose();
}
