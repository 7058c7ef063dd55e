namespace Mirrored.Keras.Tests;

/// <summary>Replicas that share a memory share the optimizer's pass too; no bit shows it.</summary>
public sealed class SharedUpdateTests
{
    private const int Rows = 60;

    private readonly (NDArray<float> X, NDArray<byte> Y) _data = TestData.Images(Rows, 6, 4);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Fit_ReplicasThatShareTheUpdate_HoldTheBitsOfThoseThatDoNot(int replicas)
    {
        float[][] expected = Train(replicas, new StrategyOptions { CheckReplicasEvery = 1 }, shared: false);

        Assert.Equal(expected, Train(replicas, new StrategyOptions(), shared: true));
    }

    [Fact]
    public void Fit_RoundedGradients_AreSharedToo()
    {
        StrategyOptions options = new() { RoundGradients = true };
        float[][] expected = Train(2, options with { CheckReplicasEvery = 1 }, shared: false);

        Assert.Equal(expected, Train(2, options, shared: true));
    }

    [Fact]
    public void Compile_Again_StartsWithEmptySlotsOnAllReplicas()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));
        using Sequential model = Model(strategy, new Adagrad());
        model.Fit(_data.X, _data.Y, 10, 1, verbose: Verbosity.Silent);

        model.Compile(new Adagrad(), "sparse_categorical_crossentropy");

        for (int replica = 0; replica < 3; replica++)
            Assert.All(model.Engine().ReadSlot("accumulator", model.Weights[0], replica).ToArray(), a => Assert.Equal(0.1f, a));
    }

    /// <summary>All weights of all replicas, then the slots.</summary>
    private float[][] Train(int replicas, StrategyOptions options, bool shared)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), options);
        // What comes before the pass, in it and behind it: limits, penalties and decay, norms of weights and moving averages.
        using Sequential model = Model(strategy, new AdamW(0.01, 0.1, amsgrad: true) { GlobalClipNorm = 0.5, ClipValue = 0.2 });
        model.Fit(_data.X, _data.Y, batchSize: 7, epochs: 2, verbose: Verbosity.Silent);
        StepEngine engine = model.Engine();
        Assert.Equal(shared, engine.Replicas.Select(replica => replica.Store.Slots).Distinct().Count() == 1);
        return
        [
            .. model.Weights.SelectMany(weight => Enumerable.Range(0, replicas).Select(r => engine.ReadWeight(weight, r).ToArray())),
            .. engine.SlotNames.Select(slot => engine.ReadSlot(slot, model.Weights[0]).ToArray()),
        ];
    }

    private static Sequential Model(MirroredStrategy strategy, Optimizer optimizer)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(
        [
            new Dense(33, "relu", inputShape: 6) { KernelRegularizer = "l2", KernelConstraint = "max_norm" },
            new BatchNormalization(), new Dense(4, "softmax"),
        ]);
        model.Compile(optimizer, "sparse_categorical_crossentropy");
        return model;
    }
}
