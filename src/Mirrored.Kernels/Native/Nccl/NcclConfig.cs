namespace Mirrored;

/// <summary>How a communicator works (<c>ncclConfig_t</c>), in the layout of NCCL 2.18: newer libraries take it, too.</summary>
/// <remarks>Size and version belong together: the library resets fields that are newer than the version. What is not set is
/// the smallest integer, because 0 means something.</remarks>
internal unsafe struct NcclConfig
{
    private const uint LayoutMagic = 0xCAFEBEEF;
    private const int Undefined = int.MinValue;

    public nuint Size;
    public uint Magic;
    public uint Version;
    public int Blocking;
    public int CgaClusterSize;
    public int MinCtas;
    public int MaxCtas;
    public byte* NetName;
    public int SplitShare;

    /// <summary>Calls return before they are done, so that a rank that waits for another one can be stopped.</summary>
    public static NcclConfig NonBlocking => new()
    {
        Size = (nuint)sizeof(NcclConfig),
        Magic = LayoutMagic,
        Version = Nccl.MinimumVersion,
        Blocking = 0,
        CgaClusterSize = Undefined,
        MinCtas = Undefined,
        MaxCtas = Undefined,
        SplitShare = Undefined,
    };
}
