using BenchmarkDotNet.Attributes;
using Mirrored.Benchmarks.Step;

namespace Mirrored.Benchmarks.Scaling;

/// <summary>One training step of the MNIST model on 1, 2, 4 and 8 replicas: GPUs where there are that many, else virtual CPUs.</summary>
/// <remarks>Virtual CPUs share the machine's cores, so the best speed-up on them is 1: what is missing is what mirroring costs.</remarks>
public abstract class ScalingBenchmark
{
    private const int StepsPerInvoke = 16;
    private const int DataRows = 60_000;

    /// <summary>On how many replicas to measure.</summary>
    protected static readonly IReadOnlyList<int> Replicas = [1, 2, 4, 8];

    private TrainingLoad _training = null!; // Made by Setup, before any step.

    /// <summary>Batch and replicas; the subclass says which.</summary>
    public abstract ScalingLoad Load { get; set; }

    [GlobalSetup]
    public void Setup() =>
        _training = new TrainingLoad([784, 128, 10], Load.BatchSize, DataRows, BenchmarkDevices.Take(Load.Replicas));

    [GlobalCleanup]
    public void Cleanup() => _training.Dispose();

    [Benchmark(OperationsPerInvoke = StepsPerInvoke)]
    public void Step() => _training.Train(StepsPerInvoke);
}
