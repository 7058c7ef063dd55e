using BenchmarkDotNet.Attributes;
using Mirrored.Keras;

namespace Mirrored.Benchmarks.Step;

/// <summary>One training step of the MNIST model: gather, forward, backward, exchange, update.</summary>
/// <remarks>The model and the rows are MNIST's, the pixels are random. Replicas share the machine's cores, so two of them cost
/// what the exchange and smaller products cost; on devices of their own they would save time.</remarks>
public class MnistStepBenchmark
{
    private const int Pixels = 784;
    private const int Rows = 60_000;

    /// <summary>Steps are queued as in training, and waited for together.</summary>
    private const int StepsPerInvoke = 16;

    private MirroredStrategy _strategy = null!; // All four are made by Setup, before any step.
    private StepEngine _engine = null!;
    private IndexFeed _feed = null!;
    private int[] _rows = null!;

    /// <summary>Rows in the global batch.</summary>
    [Params(128, 1024, 8192)]
    public int BatchSize { get; set; }

    [GlobalSetup(Target = nameof(OneReplica))]
    public void SetupOne() => Setup(replicas: 1);

    [GlobalSetup(Target = nameof(TwoReplicas))]
    public void SetupTwo() => Setup(replicas: 2);

    [GlobalCleanup]
    public void Cleanup()
    {
        _feed.Dispose();
        _strategy.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = StepsPerInvoke)]
    public void OneReplica() => Train();

    [Benchmark(OperationsPerInvoke = StepsPerInvoke)]
    public void TwoReplicas() => Train();

    private void Train()
    {
        for (int i = 0; i < StepsPerInvoke; i++) _engine.Run(StepMode.Train, _feed.Data, _rows);
        _engine.Synchronize();
    }

    private void Setup(int replicas)
    {
        _strategy = new MirroredStrategy(Devices.Cpus(replicas));
        using IDisposable scope = _strategy.Scope();
        var model = new Sequential(
            [new Dense(128, "relu", inputShape: Pixels), new Dropout(0.2), new Dense(10, "softmax")]);
        model.Compile(new Adam(), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var random = new Random(1);
        byte[] pixels = new byte[Rows * Pixels];
        byte[] labels = new byte[Rows];
        random.NextBytes(pixels);
        for (int i = 0; i < Rows; i++) labels[i] = (byte)random.Next(10);
        NDArray<float> images = new NDArray<byte>(pixels, [Rows, Pixels]).AsFloat(scale: 1 / 255.0);

        _feed = IndexFeed.Open(model, Dataset.FromTensorSlices(images, new NDArray<byte>(labels, Rows)).Batch(BatchSize).Pipeline, model.Loss);
        _engine = model.Engine();
        // Scattered, as a shuffle leaves them.
        _rows = [.. Enumerable.Range(0, BatchSize).Select(_ => random.Next(Rows))];
        Train();
    }
}
