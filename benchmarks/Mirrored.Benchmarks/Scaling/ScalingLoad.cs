using Mirrored.Benchmarks.Columns;

namespace Mirrored.Benchmarks.Scaling;

/// <summary>A batch on some replicas.</summary>
/// <param name="Replicas">How many.</param>
/// <param name="BatchSize">Rows in the global batch.</param>
public sealed record ScalingLoad(int Replicas, int BatchSize) : IWork
{
    /// <inheritdoc/>
    public double? Rows => BatchSize;

    /// <inheritdoc/>
    public override string ToString() => $"{BatchSize} on {Replicas}";
}
