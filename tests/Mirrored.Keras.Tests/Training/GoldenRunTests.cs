using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Mirrored.Keras.Tests;

/// <summary>300 Adam steps on real MNIST against an independent float64 run; see tests/golden/README.md for the tolerances.</summary>
public sealed class GoldenRunTests
{
    private readonly JsonElement _golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "mnist_mlp.json"))).RootElement;

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Fit_300Steps_AgreesWithFloat64(int replicas, bool deterministic)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), new StrategyOptions { Deterministic = deterministic });
        using Sequential model = Model(strategy);
        (NDArray<float> x, NDArray<byte> y) = Data();
        model.SetWeights(InitialWeights());

        double[] losses = StepLosses(model, x, y);

        JsonElement tolerances = _golden.GetProperty("tolerances");
        double absolute = tolerances.GetProperty("loss_absolute").GetDouble();
        double relative = tolerances.GetProperty("loss_relative").GetDouble();
        double[] expected = Numbers(_golden.GetProperty("losses"));
        Assert.Equal(300, expected.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], losses[i], absolute + (relative * expected[i]));
        CheckWeights(model, tolerances.GetProperty("weight").GetDouble(), tolerances.GetProperty("row_sum").GetDouble());
    }

    [Fact]
    public void InitialWeights_HashAsTheGoldenRuns()
    {
        byte[] bytes = [.. InitialWeights().SelectMany(w => MemoryMarshal.AsBytes(w.Span).ToArray())];

        Assert.Equal(
            _golden.GetProperty("initial").GetProperty("float32_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        Sequential model = new([new Dense(32, "relu", inputShape: 784), new Dense(10, "softmax")]);
        model.Compile(new Adam(), "sparse_categorical_crossentropy");
        return model;
    }

    private static (NDArray<float> X, NDArray<byte> Y) Data()
    {
        ((NDArray<byte> x, NDArray<byte> y), _) = Mnist.LoadData(Path.Combine(AppContext.BaseDirectory, "data"));
        return (x.Rows(0, 3000).Reshape(3000, 784).AsFloat(1 / 255.0), y.Rows(0, 3000));
    }

    /// <summary>Losses of single steps: the mean over each batch before its update.</summary>
    private static double[] StepLosses(Sequential model, NDArray<float> x, NDArray<byte> y)
    {
        StepEngine engine = model.Engine();
        using IndexFeed feed = IndexFeed.Open(model, Dataset.FromTensorSlices(x, y).Batch(100).Pipeline, model.Compiled());
        double[] losses = new double[300], sums = new double[1];
        for (int step = 0; step < losses.Length; step++)
        {
            engine.ClearSums();
            engine.Run(StepMode.Train, feed.Data, [.. Enumerable.Range(step % 30 * 100, 100)]);
            engine.ReadSums(sums);
            losses[step] = sums[0] / 100;
        }

        return losses;
    }

    private static List<NDArray<float>> InitialWeights()
    {
        uint state = 1091;
        float Draw(float scale)
        {
            state = unchecked((state * 1664525u) + 1013904223u);
            return ((int)(state >> 8) - 8388608) / 8388608f * scale;
        }

        float[] Kernel(int count, float scale) => [.. Enumerable.Range(0, count).Select(_ => Draw(scale))];
        return
        [
            new NDArray<float>(Kernel(784 * 32, 1 / 16f), [784, 32]), new NDArray<float>(new float[32], 32),
            new NDArray<float>(Kernel(320, 0.5f), [32, 10]), new NDArray<float>(new float[10], 10),
        ];
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().SelectMany(
        e => e.ValueKind == JsonValueKind.Array ? Numbers(e) : [e.GetDouble()])];

    private void CheckWeights(Sequential model, double weight, double rowSum)
    {
        JsonElement final = _golden.GetProperty("final");
        IReadOnlyList<NDArray<float>> weights = model.GetWeights();
        float[] kernel = weights[0].ToArray();
        int stride = final.GetProperty("kernel_1_stride").GetInt32();
        Near(Numbers(final.GetProperty("kernel_1_every_stride")), [.. kernel.Where((_, i) => i % stride == 0).Select(v => (double)v)], weight);
        Near(Numbers(final.GetProperty("kernel_1_row_sums")), [.. kernel.Chunk(32).Select(r => r.Sum(v => (double)v))], rowSum);
        Near(Numbers(final.GetProperty("bias_1")), [.. weights[1].ToArray().Select(v => (double)v)], weight);
        Near(Numbers(final.GetProperty("kernel_2")), [.. weights[2].ToArray().Select(v => (double)v)], weight);
        Near(Numbers(final.GetProperty("bias_2")), [.. weights[3].ToArray().Select(v => (double)v)], weight);
    }

    private static void Near(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], tolerance);
    }
}
