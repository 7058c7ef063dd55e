namespace Mirrored;

/// <summary>A kernel of cuBLASLt and the workspace that it needs.</summary>
internal readonly record struct CublasLtChoice(CublasLtMatmulAlgo Algorithm, long WorkspaceBytes);
