namespace Mirrored.Keras.Tests;

/// <summary>A custom loop is <c>Fit</c>, step by step: the same weights, bit for bit, and the same numbers reported.</summary>
public sealed class LoopEqualityTests
{
    /// <summary>Sums of float64 in another order.</summary>
    private const double SumTolerance = 1e-12;

    public static TheoryData<string> Names => [.. Loops.Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Deterministic_AnyReplicas_GivesTheBitsOfFit(string model)
    {
        // 20, 20, 20, 1: the last batch leaves most leaves without rows.
        Loops.Outcome expected = Loops.Fit(Devices.Cpus(1), model, Loops.Deterministic(), batchSize: 20);

        foreach (int replicas in new[] { 1, 2, 3, 4, 8 })
            expected.AssertEqual(Loops.Loop(Devices.Cpus(replicas), model, Loops.Deterministic(), batchSize: 20));
    }

    [Theory]
    [InlineData("dropout", 1)]
    [InlineData("dropout", 3)]
    [InlineData("normalization", 3)]
    [InlineData("normalization per replica", 3)]
    [InlineData("penalties", 3)]
    public void Default_SameReplicas_GivesTheBitsOfFit(string model, int replicas)
    {
        StrategyOptions options = new() { Seed = 7 };

        Loops.Fit(Devices.Cpus(replicas), model, options, 20).AssertEqual(Loops.Loop(Devices.Cpus(replicas), model, options, 20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MicroBatchesAndRoundedGradients_GiveTheBitsOfFit(bool round)
    {
        StrategyOptions options = new() { Seed = 7, MicroBatches = 3, RoundGradients = round };

        Loops.Fit(Devices.Cpus(2), "dropout", options, 20).AssertEqual(Loops.Loop(Devices.Cpus(2), "dropout", options, 20));
    }

    [Fact]
    public void Control_AnotherSeed_GivesOtherBits() => Assert.NotEqual(
        Loops.Fit(Devices.Cpus(2), "dropout", Loops.Deterministic(), 20).Weights,
        Loops.Loop(Devices.Cpus(2), "dropout", Loops.Deterministic() with { Seed = 8 }, 20).Weights);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LossSums_OverReplicas_AreThoseOfFit(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
        using Sequential model = Loops.Make(strategy, "dropout");
        double expected = Loops.Fit(Devices.Cpus(1), "dropout", Loops.Deterministic(), 20, epochs: 1).Losses[0];

        double sum = 0;
        foreach (DistributedBatch batch in strategy.Distribute(Loops.Data(20))) sum += Loops.Step(strategy, model, batch);

        Assert.Equal((float)expected, (float)(sum / Loops.Rows));
        Assert.InRange(Math.Abs(model.GetMetricsResult().Loss - (sum / Loops.Rows)) / expected, 0, 1e-7); // Reported in float32.
    }

    [Fact]
    public void LossSums_OfAnyReplicas_AreTheSame()
    {
        double Sum(int replicas)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "dropout");
            return Loops.Step(strategy, model, strategy.Distribute(Loops.Data(20)).First());
        }

        double expected = Sum(1);
        foreach (int replicas in new[] { 2, 3, 8 }) Assert.InRange(Math.Abs(Sum(replicas) - expected) / expected, 0, SumTolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void SampleWeights_InALoop_GiveTheBitsOfFit(int replicas)
    {
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(23, Loops.Features, Loops.Classes);
        NDArray<float> weights = new([.. Enumerable.Range(0, 23).Select(i => i % 4 / 2f)], 23);
        string Run(int devices, Action<MirroredStrategy, Sequential> train)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(devices), Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "dropout");
            train(strategy, model);
            return model.WeightsSha256();
        }

        string expected = Run(1, (_, model) => model.TrainOnBatch(x, y, weights));
        string found = Run(replicas, (strategy, model) =>
        {
            DistributedBatch batch = strategy.Distribute(new Batch(x, y));
            strategy.Run(batch, (_, shard) =>
            {
                NDArray<float> own = weights.Rows(shard.FirstRow, shard.Count);
                LossValue loss = model.Loss!.Compute(shard.Y, model.Forward(shard.X, training: true), batch.GlobalCount, own);
                model.Backward(loss.Gradient);
                model.ApplyGradients();
            });
        });

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Predictions_Gathered_AreThoseOfPredictInOrder(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
        using Sequential model = Loops.Make(strategy, "dropout");
        (NDArray<float> x, _) = TestData.Classes(5, Loops.Features, Loops.Classes);

        PerReplica<NDArray<float>> parts = strategy.Run(
            strategy.Distribute(new Batch(x)), (_, shard) => model.Forward(shard.X).ToNDArray());
        NDArray<float> all = strategy.Gather(parts);

        Assert.Equal([5, Loops.Classes], all.Shape);
        Assert.Equal(model.Predict(x, verbose: Verbosity.Silent).ToArray(), all.ToArray());
    }

    [Fact]
    public void FitAndLoop_InTurn_AreFitAlone()
    {
        string Train(Action<MirroredStrategy, Sequential, Dataset<Batch>> second)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(2), Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "normalization");
            Dataset<Batch> data = Loops.Data(20).Take(2);
            for (int round = 0; round < 2; round++)
            {
                model.Fit(data, verbose: Verbosity.Silent);
                second(strategy, model, data);
                model.Evaluate(data, Verbosity.Silent);
            }

            return model.WeightsSha256();
        }

        // Each loop is the first epoch of a dataset distributed anew, as is each call of TrainOnBatch.
        string expected = Train((strategy, model, data) =>
        {
            foreach (DistributedBatch batch in strategy.Distribute(data)) model.TrainOnBatch(batch.Rows.X, batch.Rows.Y!);
        });

        Assert.Equal(expected, Train((strategy, model, data) =>
        {
            foreach (DistributedBatch batch in strategy.Distribute(data)) Loops.Step(strategy, model, batch);
        }));
    }
}
