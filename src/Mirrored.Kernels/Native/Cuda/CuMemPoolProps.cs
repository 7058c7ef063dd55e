namespace Mirrored;

/// <summary>What a new memory pool is like.</summary>
internal unsafe struct CuMemPoolProps
{
    private const int ReservedBytes = 54;

    public CuMemAllocationType AllocationType;
    public int HandleTypes;
    public CuMemLocation Location;
    public nint Win32SecurityAttributes;
    public nuint MaxSize;
    public ushort Usage;

    /// <summary>Zero.</summary>
    public fixed byte Reserved[ReservedBytes];
}
