using BenchmarkDotNet.Attributes;

namespace Mirrored.Benchmarks.Step;

/// <summary>One training step of larger dense models, on the default devices: all GPUs, else one CPU.</summary>
public class MlpStepBenchmark
{
    private const int StepsPerInvoke = 4;
    private const int Rows = 8192;

    private TrainingLoad _training = null!; // Made by Setup, before any step.

    /// <summary>Model and batch.</summary>
    [ParamsSource(nameof(Loads))]
    public StepLoad Load { get; set; } = null!; // BenchmarkDotNet sets it.

    /// <summary>Two hidden layers of 1024, and eight square layers of 4096.</summary>
    public static IEnumerable<StepLoad> Loads =>
    [
        new("784-1024-1024-10", [784, 1024, 1024, 10], 1024),
        new("8 x 4096", [.. Enumerable.Repeat(4096, 8), 10], 1024),
    ];

    [GlobalSetup]
    public void Setup() => _training = new TrainingLoad(Load.Widths, Load.BatchSize, Rows, BenchmarkDevices.Default);

    [GlobalCleanup]
    public void Cleanup() => _training.Dispose();

    [Benchmark(OperationsPerInvoke = StepsPerInvoke)]
    public void Step() => _training.Train(StepsPerInvoke);
}
