namespace Mirrored.Core.Tests;

/// <summary>Exchanging gradients in several buckets changes no bit.</summary>
public sealed class BucketTests
{
    /// <summary>Large enough for a first bucket of 1 MiB with something left over.</summary>
    private const int Features = 700, Hidden = 520;

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void Run_SeveralBuckets_GivesTheBitsOfOne(int replicas, bool deterministic)
    {
        (int buckets, float[] expected) = Train(replicas, deterministic, long.MaxValue);
        (int several, float[] found) = Train(replicas, deterministic, oneBucketBelow: 0);

        Assert.Equal((1, 2), (buckets, several));
        Assert.Equal(expected, found);
    }

    private static (int Buckets, float[] Weights) Train(int replicas, bool deterministic, long oneBucketBelow)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = deterministic });
        MlpProgram program = new(Features, Hidden);
        using StepEngine engine = program.Engine(strategy, oneBucketBelow);
        using ResidentData data = program.Data(engine, 40);
        // Full, uneven, and fewer rows than replicas, then full again.
        foreach (int rows in new[] { 39, 40, 2, 1, 39 })
            engine.Run(StepMode.Train, data, [.. Enumerable.Range(0, rows)]);
        return (engine.Buckets, program.Weights(engine, replicas - 1));
    }
}
