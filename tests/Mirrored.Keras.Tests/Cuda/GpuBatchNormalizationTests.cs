namespace Mirrored.Keras.Tests;

/// <summary>Sums in the middle of a step on several GPUs, simulated or real.</summary>
[Collection(nameof(OneAtATime))]
public sealed class GpuBatchNormalizationTests
{
    public GpuBatchNormalizationTests() => SimulatorAtHand.SkipWithoutGpu();

    public static TheoryData<int, string> Exchanges => new()
    {
        { 1, "hierarchical" }, { 2, "hierarchical" }, { 3, "one-device" }, { 4, "hierarchical" }, { 8, "hierarchical" }, { 8, "one-device" },
    };

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void Fit_Deterministic_GivesTheCpusBits(int gpus, string exchange)
    {
        CrossDeviceOps ops = exchange == "hierarchical" ? new HierarchicalCopyAllReduce() : new ReductionToOneDevice();

        Assert.Equal(BatchNormalizationRun.Train(Devices.Cpus(1)), BatchNormalizationRun.Train(Gpus(gpus), ops: ops));
    }

    /// <summary>The tolerance of <see cref="BatchNormalizationTests"/>: the same sums in float32.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Gradient_ThroughGlobalStatistics_EqualsCentralDifferences(int gpus)
    {
        using BatchNormalizationRun run = new(Gpus(gpus), rows: 13);

        Assert.InRange(run.GradientError(), 0, 1e-4);
    }

    /// <summary>Several steps of a kind, so that segments are recorded and played, with NCCL's sums where it is found.</summary>
    [Fact]
    public void Fit_WithTheDefaultExchange_TrainsEveryReplicaAlike()
    {
        using MirroredStrategy strategy = new(Gpus(2), new StrategyOptions { CheckReplicasEvery = 1 });
        using BatchNormalizationRun run = new(strategy, rows: 13);
        (double[] mean, _) = ReferenceBatchNormalization.Moments(run.Input, BatchNormalizationRun.Features);

        run.Model.Fit(run.X, run.Y, batchSize: 13, epochs: 5, verbose: Verbosity.Silent);

        // The learning rate is 0, so all five means are the same: 1 - 0.9^5 of it.
        Assert.All(
            run.Model.GetWeights()[3].ToArray().Zip(mean, (f, m) => Math.Abs(f - ((1 - Math.Pow(0.9, 5)) * m))),
            error => Assert.InRange(error, 0, 1e-4));
    }

    private static IReadOnlyList<DeviceId> Gpus(int count) => MultiGpuTests.Gpus(count);
}
