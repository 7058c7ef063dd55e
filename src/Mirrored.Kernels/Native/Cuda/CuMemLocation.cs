namespace Mirrored;

/// <summary>A place for memory.</summary>
internal struct CuMemLocation
{
    public CuMemLocationType Type;
    public int Id;
}
