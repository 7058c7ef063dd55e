namespace Mirrored;

/// <summary>What stood in the way of an update of an executable graph.</summary>
internal struct CuGraphExecUpdateResultInfo
{
    public CuGraphExecUpdateResult Result;
    public nint ErrorNode;
    public nint ErrorFromNode;
}
