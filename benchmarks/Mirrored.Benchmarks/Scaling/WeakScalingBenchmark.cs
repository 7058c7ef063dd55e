using BenchmarkDotNet.Attributes;

namespace Mirrored.Benchmarks.Scaling;

/// <summary>One step of 1024 rows for each of more and more replicas.</summary>
public class WeakScalingBenchmark : ScalingBenchmark
{
    private const int RowsPerReplica = 1024;

    /// <inheritdoc/>
    [ParamsSource(nameof(Loads))]
    public override ScalingLoad Load { get; set; } = null!; // BenchmarkDotNet sets it.

    /// <summary>A batch that grows with the replicas.</summary>
    public static IEnumerable<ScalingLoad> Loads => Replicas.Select(n => new ScalingLoad(n, n * RowsPerReplica));
}
