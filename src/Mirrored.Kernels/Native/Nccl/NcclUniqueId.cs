namespace Mirrored;

/// <summary>What ranks find each other by (<c>ncclUniqueId</c>); made by one of them, passed by value, good for one start.
/// </summary>
internal unsafe struct NcclUniqueId
{
    public fixed byte Bytes[128];
}
