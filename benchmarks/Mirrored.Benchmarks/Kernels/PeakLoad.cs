using Mirrored.Benchmarks.Columns;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>Some floating-point operations.</summary>
/// <param name="Operations">How many.</param>
public sealed record PeakLoad(double Operations) : IWork
{
    /// <inheritdoc/>
    public double? Flops => Operations;

    /// <inheritdoc/>
    public override string ToString() => $"{Operations / 1e6:F0}M";
}
