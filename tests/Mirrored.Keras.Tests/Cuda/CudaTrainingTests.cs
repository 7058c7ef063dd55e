namespace Mirrored.Keras.Tests;

/// <summary>A GPU, real or simulated, trains as the CPU does.</summary>
public sealed class CudaTrainingTests
{
    private const int Rows = 500, Features = 64, BatchSize = 128, Epochs = 3;

    /// <summary>What the project promises of TF32: factors rounded to 11 bits, means over hundreds of rows.</summary>
    private const double RelativeLossTolerance = 1e-4;

    public CudaTrainingTests() => SimulatorAtHand.SkipWithoutGpu();

    [Theory]
    [InlineData(Precision.Tf32)]
    [InlineData(Precision.Float32)]
    public void Fit_LossCurve_IsTheCpus(Precision precision)
    {
        (double[] expected, _) = Train(Devices.Cpus(1), new StrategyOptions { Seed = 7 });
        (double[] found, _) = Train(Devices.Gpus(0), new StrategyOptions { Seed = 7, Precision = precision });

        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(Math.Abs(found[i] - expected[i]) / expected[i], 0, RelativeLossTolerance);
    }

    [Fact]
    public void Fit_Deterministic_GivesTheCpusBits()
    {
        StrategyOptions options = new() { Seed = 7, Deterministic = true };
        (double[] expectedLoss, string expected) = Train(Devices.Cpus(2), options);
        (double[] foundLoss, string found) = Train(Devices.Gpus(0), options);

        Assert.Equal(expected, found);
        Assert.Equal(expectedLoss, foundLoss);
    }

    [Fact]
    public void Fit_Twice_GivesTheSameBits()
    {
        StrategyOptions options = new() { Seed = 7 };

        Assert.Equal(Train(Devices.Gpus(0), options).Hash, Train(Devices.Gpus(0), options).Hash);
    }

    [Fact]
    public void Fit_BatchesOfManySizes_GivesTheCpusBits()
    {
        string TrainAll(IReadOnlyList<DeviceId> devices)
        {
            using MirroredStrategy strategy = new(devices, new StrategyOptions { Seed = 7, Deterministic = true });
            using Sequential model = TestData.Mlp(strategy, Features);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
            // Growing ones move the working memory under recorded steps; five rows leave three leaves without any.
            foreach (int size in new[] { 5, 100, 5, 499, 100 })
                model.Fit(x.Rows(0, size), y.Rows(0, size), size, epochs: 3, verbose: Verbosity.Silent);
            return model.WeightsSha256();
        }

        Assert.Equal(TrainAll(Devices.Cpus(1)), TrainAll(Devices.Gpus(0)));
    }

    [Fact]
    public void EvaluateAndPredict_Deterministic_GiveTheCpusNumbers()
    {
        (float[] Predictions, double Loss) Ask(IReadOnlyList<DeviceId> devices)
        {
            using MirroredStrategy strategy = new(devices, new StrategyOptions { Seed = 7, Deterministic = true });
            using Sequential model = TestData.Mlp(strategy, Features);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
            double loss = model.Evaluate(x, y, batchSize: 96, verbose: Verbosity.Silent).Loss;
            return (model.Predict(x, batchSize: 96, verbose: Verbosity.Silent).ToArray(), loss);
        }

        (float[] expected, double expectedLoss) = Ask(Devices.Cpus(1));
        (float[] found, double loss) = Ask(Devices.Gpus(0));
        Assert.Equal(expected, found);
        Assert.Equal(expectedLoss, loss);
    }

    [Fact]
    public void Weights_WrittenAndRead_AreTheSame()
    {
        using MirroredStrategy strategy = new(Devices.Gpus(0));
        using Sequential model = TestData.Mlp(strategy, Features);
        float[] values = [.. Enumerable.Range(0, Features * 32).Select(i => (float)i)];

        model.Engine().WriteWeight(model.Weights[0], values);

        Assert.Equal(values, model.Engine().ReadWeight(model.Weights[0]).ToArray());
    }

    private static (double[] Losses, string Hash) Train(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        using MirroredStrategy strategy = new(devices, options);
        using Sequential model = TestData.Mlp(strategy, Features);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
        History history = model.Fit(x, y, BatchSize, Epochs, (x, y), Verbosity.Silent);
        return ([.. history["loss"], .. history["val_loss"]], model.WeightsSha256());
    }
}
