namespace Mirrored;

/// <summary>The sizes of a product <c>(m, k)(k, n)</c> and which factors are stored transposed.</summary>
public sealed record ProductCase(int M, int N, int K, bool TransposeA = false, bool TransposeB = false)
{
    internal Shape ShapeA => TransposeA ? [K, M] : [M, K];

    internal Shape ShapeB => TransposeB ? [N, K] : [K, N];

    /// <summary>Position of an element of the left factor in its storage.</summary>
    public int IndexA(int row, int term) => TransposeA ? term * M + row : row * K + term;

    /// <summary>Position of an element of the right factor in its storage.</summary>
    public int IndexB(int term, int column) => TransposeB ? column * K + term : term * N + column;
}
