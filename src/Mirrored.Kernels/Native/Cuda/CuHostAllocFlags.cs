namespace Mirrored;

/// <summary>Traits of page-locked memory that the driver allocates.</summary>
[Flags]
internal enum CuHostAllocFlags : uint
{
    None = 0,
    Portable = 1,
    DeviceMap = 2,
    WriteCombined = 4,
}
