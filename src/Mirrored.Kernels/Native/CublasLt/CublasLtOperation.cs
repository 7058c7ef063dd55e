namespace Mirrored;

/// <summary>How a product reads a matrix.</summary>
internal enum CublasLtOperation
{
    None = 0,
    Transpose = 1,
    ConjugateTranspose = 2,
}
