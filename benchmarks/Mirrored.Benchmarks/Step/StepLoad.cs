using Mirrored.Benchmarks.Columns;

namespace Mirrored.Benchmarks.Step;

/// <summary>A model and a batch.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Widths">The sizes of the layers, features first.</param>
/// <param name="BatchSize">Rows in the global batch.</param>
public sealed record StepLoad(string Name, IReadOnlyList<int> Widths, int BatchSize) : IWork
{
    /// <inheritdoc/>
    public double? Rows => BatchSize;

    /// <summary>Those of the matrix products; the first layer needs no gradient of its input.</summary>
    public double? Flops => BatchSize * (6.0 * Weights - (2.0 * Widths[0] * Widths[1]));

    private double Weights => Widths.Zip(Widths.Skip(1)).Sum(pair => (double)pair.First * pair.Second);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}, {BatchSize}";
}
