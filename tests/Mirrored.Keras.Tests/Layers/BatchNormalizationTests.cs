namespace Mirrored.Keras.Tests;

/// <summary>Normalization by statistics of the global batch, on CPU replicas.</summary>
public sealed class BatchNormalizationTests
{
    /// <summary>A sum of n numbers is wrong by at most n 2^-24 of the sum of magnitudes, here 60 of size below 4; a few such sums
    /// follow one another. A statistic of a replica's own rows is off by orders of magnitude more.</summary>
    private const double Tolerance = 1e-4;

    private const int Rows = 13;

    public static TheoryData<int, int> Placements => new()
    {
        { 1, Rows }, { 2, Rows }, { 3, Rows }, { 8, Rows }, { 8, 5 }, // Fewer rows than replicas, too.
    };

    [Theory]
    [MemberData(nameof(Placements))]
    public void Fit_OneStep_MovesTheAveragesOfTheGlobalBatch(int replicas, int rows)
    {
        using BatchNormalizationRun run = new(Devices.Cpus(replicas), rows);

        IReadOnlyList<float[]> found = run.Step();

        (double[] mean, double[] variance) = ReferenceBatchNormalization.Moments(run.Input, BatchNormalizationRun.Features);
        Assert.All(found[2].Zip(mean, (f, m) => Math.Abs(f - 0.1 * m)), error => Assert.InRange(error, 0, Tolerance));
        Assert.All(found[3].Zip(variance, (f, v) => Math.Abs(f - (0.9 + 0.1 * v))), error => Assert.InRange(error, 0, Tolerance));
    }

    [Theory]
    [MemberData(nameof(Placements))]
    public void Gradient_ThroughGlobalStatistics_EqualsCentralDifferences(int replicas, int rows)
    {
        using BatchNormalizationRun run = new(Devices.Cpus(replicas), rows);

        Assert.InRange(run.GradientError(), 0, Tolerance);
    }

    /// <summary>The control: a gradient that takes the statistics for constants must fail the check.</summary>
    [Fact]
    public void Gradient_WithStatisticsHeldFast_IsDetected()
    {
        using BatchNormalizationRun run = new(Devices.Cpus(2), Rows);

        Assert.True(run.GradientError(heldFast: true) > 100 * Tolerance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_Deterministic_GivesTheSameBitsOnAnyReplicas(bool synchronized)
    {
        string expected = BatchNormalizationRun.Train(Devices.Cpus(1), synchronized);

        foreach (int replicas in new[] { 2, 3, 4, 8 })
            Assert.Equal(expected, BatchNormalizationRun.Train(Devices.Cpus(replicas), synchronized));
        Assert.NotEqual(expected, BatchNormalizationRun.Train(Devices.Cpus(1), !synchronized));
    }

    [Fact]
    public void Fit_Unsynchronized_TakesEachReplicasOwnRows()
    {
        using BatchNormalizationRun one = new(Devices.Cpus(1), Rows, synchronized: false);
        using BatchNormalizationRun two = new(Devices.Cpus(2), Rows, synchronized: false);

        Assert.InRange(one.GradientError(), 0, Tolerance);
        Assert.True(two.GradientError() > 100 * Tolerance, "Two replicas should differ from one.");
        using BatchNormalizationRun fresh = new(Devices.Cpus(2), Rows, synchronized: false);
        (double[] mean, _) = ReferenceBatchNormalization.Moments(fresh.Input, BatchNormalizationRun.Features);
        Assert.All(fresh.Step()[2].Zip(mean, (f, m) => Math.Abs(f - 0.1 * m)), error => Assert.InRange(error, 0, Tolerance));
    }

    [Fact]
    public void Fit_Unsynchronized_WorksInMicroBatches()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { MicroBatches = 3 });
        using BatchNormalizationRun run = new(strategy, Rows, synchronized: false);
        (double[] mean, _) = ReferenceBatchNormalization.Moments(run.Input, BatchNormalizationRun.Features);

        Assert.All(run.Step()[2].Zip(mean, (f, m) => Math.Abs(f - 0.1 * m)), error => Assert.InRange(error, 0, Tolerance));
    }

    [Fact]
    public void Fit_SynchronizedInMicroBatches_IsRefused()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2), new StrategyOptions { MicroBatches = 3 });
        using BatchNormalizationRun run = new(strategy, Rows);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => run.Step());

        Assert.Contains("synchronized: false", error.Message);
    }

    [Fact]
    public void Fit_Frozen_LeavesAllWeightsAlone()
    {
        using BatchNormalizationRun run = new(Devices.Cpus(2), Rows, trainable: false);
        float[][] before = [.. run.Model.GetWeights().Select(w => w.ToArray())];

        run.Model.Fit(run.X, run.Y, epochs: 2, verbose: Verbosity.Silent);

        float[][] after = [.. run.Model.GetWeights().Select(w => w.ToArray())];
        for (int i = 0; i < 4; i++) Assert.Equal(before[i], after[i]);
        Assert.NotEqual(before[4], after[4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(-2)]
    public void Predict_AnyAxis_FollowsTheFormula(int axis)
    {
        using Sequential model = new([new BatchNormalization(axis, epsilon: 0.25, inputShape: new Shape(2, 3))]);
        int channels = axis is 1 or -2 ? 2 : 3;
        NDArray<float> Channels(Func<int, float> value) => new([.. Enumerable.Range(0, channels).Select(value)], channels);
        model.SetWeights([Channels(i => i + 1), Channels(i => 10 * i), Channels(i => i), Channels(i => i == 0 ? 0 : 3.75f)]);

        float[] found = model.Predict(new NDArray<float>([0, 1, 2, 3, 4, 5], [1, 2, 3]), verbose: Verbosity.Silent).ToArray();

        // Standard deviations are 1/2 in channel 0 and 2 in the others, so every number is exact in float32.
        float Expected(int i)
        {
            int channel = channels == 2 ? i / 3 : i % 3;
            return ((i - channel) / (channel == 0 ? 0.5f : 2f) * (channel + 1)) + (10 * channel);
        }

        Assert.Equal([.. Enumerable.Range(0, 6).Select(Expected)], found);
    }

    [Fact]
    public void Fit_ChannelsInTheMiddle_EqualsChannelsAtTheEnd()
    {
        // A row (a, b) with channels along a is that of (b, a) with channels along b, with numbers swapped.
        float[] Averages(int axis, bool swap)
        {
            using Sequential model = new([new BatchNormalization(axis, inputShape: new Shape(3, 3)), new Flatten(), new Dense(2, "softmax")]);
            model.Compile("sgd", "sparse_categorical_crossentropy");
            int[] order = [.. Enumerable.Range(0, 7 * 9).Select(i => swap ? (i / 9 * 9) + (i % 3 * 3) + (i % 9 / 3) : i)];
            NDArray<float> x = new([.. order.Select(i => i * 37 % 101 / 16f)], [7, 3, 3]);
            model.Fit(x, new NDArray<int>([0, 1, 0, 1, 1, 0, 1], 7), batchSize: 7, verbose: Verbosity.Silent);
            return [.. model.GetWeights()[2].ToArray(), .. model.GetWeights()[3].ToArray()];
        }

        float[] end = Averages(axis: 2, swap: false), middle = Averages(axis: 1, swap: true);

        Assert.All(end.Zip(middle, (a, b) => Math.Abs(a - b)), error => Assert.InRange(error, 0, Tolerance));
    }

    [Fact]
    public void Constructor_BadSettings_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(axis: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(momentum: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(momentum: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(epsilon: 0));
        Assert.Throws<ShapeMismatchException>(() => new Sequential([new BatchNormalization(axis: 2, inputShape: 3)]));
    }

    [Fact]
    public void Build_WithoutCenterOrScale_KeepsOnlyTheAverages()
    {
        using Sequential model = new([new BatchNormalization(center: false, scale: false, inputShape: 3)]);

        Assert.Equal(["moving_mean", "moving_variance"], model.Weights.Select(w => w.Name.Split('/')[1]));
        Assert.Empty(model.TrainableWeights);
    }
}
