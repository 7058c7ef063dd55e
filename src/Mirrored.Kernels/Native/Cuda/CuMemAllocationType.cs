namespace Mirrored;

/// <summary>The kind of memory of a pool; there is only one.</summary>
internal enum CuMemAllocationType
{
    Pinned = 1,
}
