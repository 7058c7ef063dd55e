namespace Mirrored.Docs.Tests;

/// <summary>The examples of docs/custom-loops.md do what the page says.</summary>
public sealed class CustomLoopSnippetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Clip_ByHand_IsTheOptimizersGlobalClipNorm(int devices)
    {
        const double Limit = 0.1;
        using MirroredStrategy strategy = new(Devices.Cpus(devices), new StrategyOptions { Deterministic = true });
        (Sequential own, Sequential of) = (Model(strategy, new SGD(1)), Model(strategy, new SGD(1) { GlobalClipNorm = Limit }));
        DistributedBatch batch = strategy.Distribute(new Batch(X, Y));

        CustomLoopSnippets.Clip(strategy, own, own.Loss!, batch, Limit);
        of.TrainOnBatch(X, Y);

        foreach ((NDArray<float> a, NDArray<float> b) in own.GetWeights().Zip(of.GetWeights()))
            for (int i = 0; i < a.Length; i++) Assert.Equal(b.ToArray()[i], a.ToArray()[i], 1e-6);
    }

    [Fact]
    public void Accumulate_FourBatches_UpdatesOnce()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Sequential model = Model(strategy, new SGD(0.1));

        CustomLoopSnippets.Accumulate(strategy, model, model.Loss!, Dataset.FromTensorSlices(X, Y).Batch(3));

        Assert.Equal(2, model.Optimizer!.Iterations);
    }

    [Fact]
    public void Evaluate_ByALoop_PredictsInOrder()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Sequential model = Model(strategy, new SGD(0.1));

        NDArray<float> found = CustomLoopSnippets.Evaluate(strategy, model, Dataset.FromTensorSlices(X, Y).Batch(5), X);

        Assert.Equal(model.Predict(X, verbose: Verbosity.Silent).ToArray(), found.ToArray());
    }

    private static NDArray<float> X => new([.. Enumerable.Range(0, 48).Select(i => ((i * 37 % 101) / 50f) - 1)], [24, 2]);

    private static NDArray<int> Y => new([.. Enumerable.Range(0, 24).Select(i => i % 3)], 24);

    private static Sequential Model(MirroredStrategy strategy, Optimizer optimizer)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Dense(4, "tanh", inputShape: 2), new Dense(3, "softmax")]);
        model.Compile(optimizer, "sparse_categorical_crossentropy");
        return model;
    }
}
