namespace Mirrored;

/// <summary>One kernel that the library proposes.</summary>
internal unsafe struct CublasLtHeuristicResult
{
    private const int ReservedInts = 4;

    public CublasLtMatmulAlgo Algo;
    public nuint WorkspaceBytes;

    /// <summary>A proposal only counts when this is success.</summary>
    public CublasLtResult State;
    public float WavesCount;
    public fixed int Reserved[ReservedInts];
}
