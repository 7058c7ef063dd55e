using BenchmarkDotNet.Attributes;

namespace Mirrored.Benchmarks.Scaling;

/// <summary>One step of 8192 rows, shared by more and more replicas.</summary>
public class StrongScalingBenchmark : ScalingBenchmark
{
    private const int BatchSize = 8192;

    /// <inheritdoc/>
    [ParamsSource(nameof(Loads))]
    public override ScalingLoad Load { get; set; } = null!; // BenchmarkDotNet sets it.

    /// <summary>The same batch on more replicas.</summary>
    public static IEnumerable<ScalingLoad> Loads => Replicas.Select(n => new ScalingLoad(n, BatchSize));
}
