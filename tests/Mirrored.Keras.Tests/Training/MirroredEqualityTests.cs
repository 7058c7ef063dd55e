namespace Mirrored.Keras.Tests;

/// <summary>The hardest promise: the number of replicas does not change the result.</summary>
public sealed class MirroredEqualityTests
{
    private const int Rows = 1200;

    /// <summary>The default mode sums in another order: float32 rounding, amplified over 100 steps.</summary>
    private const double RelativeLossTolerance = 1e-5;

    public static TheoryData<int> BatchSizes => [5, 509, 1000];

    [Theory]
    [MemberData(nameof(BatchSizes))]
    public void Deterministic_AnyReplicasThreadsAndWidth_GiveTheSameBits(int batchSize)
    {
        string expected = Train(1, batchSize);

        foreach (int replicas in new[] { 2, 3, 4, 8 }) Assert.Equal(expected, Train(replicas, batchSize));
        Assert.Equal(expected, Train(1, batchSize, threads: 2));
        Assert.Equal(expected, Train(3, batchSize, threads: 2));
        foreach (SimdWidth width in SimdWidths.All) Assert.Equal(expected, Train(2, batchSize, width: width));
    }

    [Fact]
    public void Deterministic_AnotherSeedOrDropout_GivesOtherBits()
    {
        string expected = Train(2, 100);

        Assert.Equal(expected, Train(2, 100));
        Assert.NotEqual(expected, Train(2, 100, seed: 8));
        Assert.NotEqual(expected, Train(2, 100, dropout: 0));
    }

    [Fact]
    public void Deterministic_Logs_AreTheSameToo()
    {
        double[] Losses(int replicas)
        {
            using MirroredStrategy strategy = Strategy(replicas, deterministic: true);
            using Sequential model = TestData.Mlp(strategy);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, 64, 10);
            History history = model.Fit(x, y, 100, 2, (x, y), Verbosity.Silent);
            return [.. history["loss"], .. history["val_loss"], .. history["accuracy"]];
        }

        Assert.Equal(Losses(1), Losses(3));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Default_MeanLossOf100Steps_EqualsThatOfOneReplica(int replicas)
    {
        double expected = MeanLoss(1), found = MeanLoss(replicas);

        Assert.InRange(Math.Abs(found - expected) / expected, 0, RelativeLossTolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Default_SameReplicas_RepeatBitForBit(int replicas) =>
        Assert.Equal(Train(replicas, 100, deterministic: false), Train(replicas, 100, deterministic: false));

    [Fact]
    public void Default_EveryReplica_HoldsTheSameBits()
    {
        using MirroredStrategy strategy = Strategy(3, deterministic: false);
        using Sequential model = TestData.Mlp(strategy);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, 64, 10);

        model.Fit(x, y, batchSize: 101, epochs: 2, verbose: Verbosity.Silent);

        foreach (Parameter weight in model.Weights)
        {
            float[] first = model.Engine().ReadWeight(weight, 0).ToArray();
            Assert.Equal(first, model.Engine().ReadWeight(weight, 1).ToArray());
            Assert.Equal(first, model.Engine().ReadWeight(weight, 2).ToArray());
        }
    }

    private static double MeanLoss(int replicas)
    {
        using MirroredStrategy strategy = Strategy(replicas, deterministic: false);
        using Sequential model = TestData.Mlp(strategy);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(1000, 64, 10);
        // One epoch of 100 steps: its loss is the mean over them.
        return model.Fit(x, y, batchSize: 10, verbose: Verbosity.Silent)["loss"][0];
    }

    private static string Train(
        int replicas, int batchSize, int threads = 1, SimdWidth? width = null, long seed = 7, double dropout = 0.2,
        bool deterministic = true)
    {
        using MirroredStrategy strategy = Strategy(replicas, deterministic, threads, width, seed);
        using Sequential model = TestData.Mlp(strategy, dropout: dropout);
        // A last batch that is not full, and for a batch of five few enough steps.
        int rows = batchSize == 5 ? 53 : Rows;
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(rows, 64, 10);
        model.Fit(x, y, batchSize, epochs: 2, verbose: Verbosity.Silent);
        return model.WeightsSha256();
    }

    private static MirroredStrategy Strategy(
        int replicas, bool deterministic, int threads = 1, SimdWidth? width = null, long seed = 7) =>
        new(Devices.Cpus(replicas), new StrategyOptions
        {
            Deterministic = deterministic, CpuThreads = threads, SimdWidth = width, Seed = seed,
        });
}
