using Mirrored.Benchmarks.Columns;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>The sizes of a matrix product, <c>(m, k) x (k, n)</c>.</summary>
/// <param name="M">Rows of the output.</param>
/// <param name="N">Its columns.</param>
/// <param name="K">Terms of each sum.</param>
/// <param name="TransposeA">The left factor is stored as <c>(k, m)</c>.</param>
/// <param name="TransposeB">The right factor is stored as <c>(n, k)</c>.</param>
public sealed record ProductLoad(int M, int N, int K, bool TransposeA = false, bool TransposeB = false) : IWork
{
    /// <summary>The products of the MNIST job at batch 1024, its large ones at half of that, square ones, and some of odd sizes.</summary>
    public static IReadOnlyList<ProductLoad> All { get; } =
    [
        new(1024, 128, 784),
        new(1024, 10, 128),
        new(1024, 128, 10, TransposeB: true),
        new(784, 128, 1024, TransposeA: true),
        new(128, 10, 1024, TransposeA: true),
        new(512, 128, 784),
        new(784, 128, 512, TransposeA: true),
        new(1024, 1024, 1024),
        new(2048, 2048, 2048),
        new(997, 131, 787),
        new(1021, 1013, 1019),
        new(333, 77, 555, TransposeA: true),
    ];

    /// <inheritdoc/>
    public double? Flops => 2.0 * M * N * K;

    /// <inheritdoc/>
    public override string ToString() => $"{M}x{K}{(TransposeA ? "'" : "")} {K}x{N}{(TransposeB ? "'" : "")}";

    internal MatMulOperation ToOperation() => new()
    {
        A = Tensor("a", TransposeA ? [K, M] : [M, K]),
        B = Tensor("b", TransposeB ? [N, K] : [K, N]),
        Output = Tensor("output", [M, N]),
        TransposeA = TransposeA,
        TransposeB = TransposeB,
    };

    private static PlanTensor Tensor(string name, Shape shape) => new(name, shape, DType.Float32, MemoryRegion.Arena);
}
