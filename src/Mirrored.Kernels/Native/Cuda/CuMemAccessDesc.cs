namespace Mirrored;

/// <summary>Who may do what with a pool's memory.</summary>
internal struct CuMemAccessDesc
{
    public CuMemLocation Location;
    public CuMemAccess Access;
}
