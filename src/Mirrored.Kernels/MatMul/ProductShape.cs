namespace Mirrored;

/// <summary>What decides which of cuBLASLt's kernels computes a product.</summary>
internal readonly record struct ProductShape(
    int M, int N, int K, bool TransposeA, bool TransposeB, CublasLtEpilogue Epilogue, Precision Precision);
