using BenchmarkDotNet.Attributes;

namespace Mirrored.Benchmarks.Step;

/// <summary>One training step of the MNIST model: gather, forward, backward, exchange, update.</summary>
/// <remarks>The model and the rows are MNIST's, the pixels are random. Replicas share the machine's cores, so two of them cost
/// what the exchange and smaller products cost; on devices of their own they would save time.</remarks>
public class MnistStepBenchmark
{
    private const int Rows = 60_000;

    /// <summary>Steps are queued as in training, and waited for together.</summary>
    private const int StepsPerInvoke = 16;

    private static readonly int[] BatchSizes = [128, 1024, 8192];

    private TrainingLoad _training = null!; // Made by a setup, before any step.

    /// <summary>Model and batch.</summary>
    [ParamsSource(nameof(Loads))]
    public StepLoad Load { get; set; } = null!; // BenchmarkDotNet sets it.

    /// <summary>The batches of the published table.</summary>
    public static IEnumerable<StepLoad> Loads => BatchSizes.Select(rows => new StepLoad("784-128-10", [784, 128, 10], rows));

    [GlobalSetup(Target = nameof(OneReplica))]
    public void SetupOne() => Setup(replicas: 1, deterministic: false);

    [GlobalSetup(Target = nameof(TwoReplicas))]
    public void SetupTwo() => Setup(replicas: 2, deterministic: false);

    [GlobalSetup(Target = nameof(TwoReplicasDeterministic))]
    public void SetupDeterministic() => Setup(replicas: 2, deterministic: true);

    [GlobalCleanup]
    public void Cleanup() => _training.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = StepsPerInvoke)]
    public void OneReplica() => _training.Train(StepsPerInvoke);

    [Benchmark(OperationsPerInvoke = StepsPerInvoke)]
    public void TwoReplicas() => _training.Train(StepsPerInvoke);

    [Benchmark(OperationsPerInvoke = StepsPerInvoke)]
    public void TwoReplicasDeterministic() => _training.Train(StepsPerInvoke);

    private void Setup(int replicas, bool deterministic) => _training = new TrainingLoad(
        Load.Widths, Load.BatchSize, Rows, Devices.Cpus(replicas), new StrategyOptions { Deterministic = deterministic });
}
