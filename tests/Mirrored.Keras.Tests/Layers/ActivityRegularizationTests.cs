namespace Mirrored.Keras.Tests;

public sealed class ActivityRegularizationTests
{
    private const int Rows = 13, Features = 5, Classes = 4;
    private const double L1 = 0.3, L2 = 0.2, Step = 1e-5;

    private static readonly (NDArray<float> X, NDArray<int> Y) Data = TestData.Classes(Rows, Features, Classes);

    /// <summary>The loss that evaluation reports is that of the float64 network, penalty included; a mean of 13 rows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Evaluate_AddsThePenaltyOncePerGlobalRow(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        using Sequential model = Model(strategy);

        Assert.Equal(Loss(Weights(model)), model.Evaluate(Data.X, Data.Y, verbose: Verbosity.Silent).Loss, 2e-6);
        Assert.NotEqual(Loss(Weights(model), penalty: false), Loss(Weights(model)), 1e-2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Gradient_OnReplicas_EqualsCentralDifferencesAndNotThoseWithoutPenalty(int replicas)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas));
        using Sequential model = Model(strategy);
        IReadOnlyList<float[]> found = EngineGradients.Of(model, Data.X, Data.Y);
        double[][] weights = Weights(model);

        Assert.InRange(Distance(found, weights, penalty: true), 0, LayerProbe.Tolerance);
        Assert.InRange(Distance(found, weights, penalty: false), 100 * LayerProbe.Tolerance, double.MaxValue);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Fit_OnReplicas_GivesTheWeightsOfOne(int replicas) => Assert.Equal(Train(Devices.Cpus(1)), Train(Devices.Cpus(replicas)));

    [Fact]
    public void Dense_WithTheSamePenalty_TrainsToTheSameBits()
    {
        string Train(Func<Layer[]> hidden)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(3), new StrategyOptions { Deterministic = true });
            using IDisposable scope = strategy.Scope();
            using Sequential model = new([.. hidden(), new Dense(Classes, "softmax")]);
            model.Compile("adam", "sparse_categorical_crossentropy");
            double loss = model.Fit(Data.X, Data.Y, batchSize: 7, epochs: 3, verbose: Verbosity.Silent)["loss"][2];
            return $"{model.WeightsSha256()} {loss}";
        }

        string expected = Train(() => [new Dense(6, "tanh", inputShape: Features), new ActivityRegularization(L1, L2)]);

        Assert.Equal(expected, Train(() => [new Dense(6, "tanh", inputShape: Features) { ActivityRegularizer = new L1L2(L1, L2) }]));
        Assert.NotEqual(expected, Train(() => [new Dense(6, "tanh", inputShape: Features)]));
    }

    [Fact]
    public void Fit_OnGpu_GivesTheWeightsOfTheCpu()
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.Equal(Train(Devices.Cpus(1)), Train(Devices.Gpus(0)));
    }

    [Fact]
    public void Constructor_Negative_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityRegularization(l1: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityRegularization(l2: double.NaN));
    }

    private static Sequential Model(MirroredStrategy strategy, double learningRate = 0)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new(
        [
            new Dense(6, "tanh", inputShape: Features) { KernelInitializer = new GlorotUniform(seed: 3) },
            new ActivityRegularization(L1, L2), new Dense(Classes, "softmax") { KernelInitializer = new GlorotUniform(seed: 4) },
        ]);
        model.Compile(new Adam(learningRate), "sparse_categorical_crossentropy");
        return model;
    }

    private static string Train(IReadOnlyList<DeviceId> devices)
    {
        using MirroredStrategy strategy = new(devices, new StrategyOptions { Deterministic = true });
        using Sequential model = Model(strategy, learningRate: 0.01);
        model.Fit(Data.X, Data.Y, batchSize: 7, epochs: 3, verbose: Verbosity.Silent);
        return model.WeightsSha256();
    }

    private static double[][] Weights(Sequential model) =>
        [.. model.GetWeights().Select(w => w.ToArray().Select(v => (double)v).ToArray())];

    private static double Distance(IReadOnlyList<float[]> found, double[][] weights, bool penalty)
    {
        double worst = 0;
        for (int w = 0; w < weights.Length; w++)
        {
            for (int i = 0; i < weights[w].Length; i++)
            {
                double value = weights[w][i];
                weights[w][i] = value + Step;
                double above = Loss(weights, penalty);
                weights[w][i] = value - Step;
                double below = Loss(weights, penalty);
                weights[w][i] = value;
                worst = Math.Max(worst, Math.Abs(((above - below) / (2 * Step)) - found[w][i]));
            }
        }

        return worst;
    }

    private static double Loss(double[][] weights, bool penalty = true)
    {
        double sum = 0;
        for (int r = 0; r < Rows; r++)
        {
            double[] x = [.. Data.X.Span.Slice(r * Features, Features).ToArray().Select(v => (double)v)];
            double[] hidden = [.. Dense(x, weights[0], weights[1]).Select(Math.Tanh)];
            double[] logits = Dense(hidden, weights[2], weights[3]);
            sum += Math.Log(logits.Sum(Math.Exp)) - logits[Data.Y[r]];
            if (penalty) sum += hidden.Sum(v => (L1 * Math.Abs(v)) + (L2 * v * v));
        }

        return sum / Rows;
    }

    private static double[] Dense(double[] x, double[] kernel, double[] bias) =>
        [.. bias.Select((b, j) => b + x.Select((v, i) => v * kernel[(i * bias.Length) + j]).Sum())];
}
