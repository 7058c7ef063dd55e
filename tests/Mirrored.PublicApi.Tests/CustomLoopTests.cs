namespace Mirrored.PublicApi.Tests;

/// <summary>A custom loop over one's own layer, loss, metric and optimizer, from public parts alone.</summary>
public sealed class CustomLoopTests
{
    private const int Rows = 90, Features = 4, Classes = 3;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Loop_OverOwnParts_IsFitOnAnyDevices(int devices)
    {
        string expected = Train(Devices.Cpus(1), Fit);

        Assert.Equal(expected, Train(Devices.Cpus(devices), Loop));
    }

    [Fact]
    public void Loop_OverOwnParts_GivesTheCpusBitsOnGpus()
    {
        CudaAtHand.SkipWithout();

        Assert.Equal(Train(Devices.Cpus(1), Fit), Train(Devices.Gpus(0, 1), Loop));
    }

    [Fact]
    public void Loop_OverOwnLoss_LowersItAndTellsOwnMetric()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Sequential model = Model(strategy);
        DistributedDataset data = strategy.Distribute(Data());
        double first = 0, last = 0;
        for (int epoch = 0; epoch < 20; epoch++)
        {
            model.ResetMetrics();
            last = 0;
            foreach (DistributedBatch batch in data) last += Step(strategy, model, batch);
            if (epoch == 0) first = last;
        }

        EvaluationResult result = model.GetMetricsResult();
        Assert.True(last < first / 2, $"The loss went from {first} to {last} only.");
        Assert.InRange(result["sure"], 0.5, 1);
        Assert.Equal(last / Rows, result.Loss, 1e-6);
    }

    private static void Fit(MirroredStrategy strategy, Sequential model) => model.Fit(Data(), epochs: 5, verbose: Verbosity.Silent);

    private static void Loop(MirroredStrategy strategy, Sequential model)
    {
        DistributedDataset data = strategy.Distribute(Data());
        for (int epoch = 0; epoch < 5; epoch++)
            foreach (DistributedBatch batch in data) Step(strategy, model, batch);
    }

    private static double Step(MirroredStrategy strategy, Sequential model, DistributedBatch batch) =>
        strategy.Reduce(ReduceOp.Sum, strategy.Run(batch, (_, shard) =>
        {
            Predictions predictions = model.Forward(shard.X, training: true);
            LossValue loss = new MarginLoss(0.5).Compute(shard.Y, predictions, batch.GlobalCount);
            model.Backward(loss.Gradient);
            model.UpdateMetrics(shard.Y, predictions);
            model.ApplyGradients();
            return loss.Sum;
        }));

    private static string Train(IReadOnlyList<DeviceId> devices, Action<MirroredStrategy, Sequential> train)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = true, Seed = 3 });
        using Sequential model = Model(strategy);
        train(strategy, model);
        return model.WeightsSha256();
    }

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new GatedDense(8) { InputShape = Features }, new Dense(Classes, "softmax")]);
        model.Compile(new SignMomentum(0.02), new MarginLoss(0.5), [new Sureness(0.5)]);
        return model;
    }

    private static Dataset<Batch> Data()
    {
        float[] x = [.. Enumerable.Range(0, Rows * Features).Select(i => ((i * 37 % 101) / 50f) - 1)];
        float[] y = [.. x.Chunk(Features).SelectMany(row => OneHot(Array.IndexOf(row[..Classes], row[..Classes].Max())))];
        return Dataset.FromTensorSlices(new NDArray<float>(x, [Rows, Features]), new NDArray<float>(y, [Rows, Classes])).Shuffle(Rows).Batch(20);
    }

    private static float[] OneHot(int label) => [.. Enumerable.Range(0, Classes).Select(c => c == label ? 1f : 0)];
}
