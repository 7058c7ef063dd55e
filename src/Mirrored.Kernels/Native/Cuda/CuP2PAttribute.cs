namespace Mirrored;

/// <summary>What can be asked about a pair of devices.</summary>
internal enum CuP2PAttribute
{
    PerformanceRank = 1,
    AccessSupported = 2,
    NativeAtomicSupported = 3,
    CudaArrayAccessSupported = 4,
}
