namespace Mirrored;

/// <summary>What a device may do with a pool's memory.</summary>
internal enum CuMemAccess
{
    None = 0,
    Read = 1,
    ReadWrite = 3,
}
