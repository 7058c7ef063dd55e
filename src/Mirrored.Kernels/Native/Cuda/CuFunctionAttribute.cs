namespace Mirrored;

/// <summary>What can be asked of a kernel, and set where it says so.</summary>
internal enum CuFunctionAttribute
{
    MaxThreadsPerBlock = 0,
    SharedSizeBytes = 1,
    ConstSizeBytes = 2,
    LocalSizeBytes = 3,
    NumRegs = 4,
    PtxVersion = 5,
    BinaryVersion = 6,
    CacheModeCa = 7,

    /// <summary>Can be set; needed before a launch with more than 48 KiB of dynamic shared memory.</summary>
    MaxDynamicSharedSizeBytes = 8,

    /// <summary>Can be set: -1 default, 0 all for the L1 cache, 100 all shared.</summary>
    PreferredSharedMemoryCarveout = 9,
    ClusterSizeMustBeSet = 10,
    RequiredClusterWidth = 11,
    RequiredClusterHeight = 12,
    RequiredClusterDepth = 13,
    NonPortableClusterSizeAllowed = 14,
    ClusterSchedulingPolicyPreference = 15,
}
