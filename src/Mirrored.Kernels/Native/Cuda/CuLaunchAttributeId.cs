namespace Mirrored;

/// <summary>Which member of <see cref="CuLaunchAttributeValue"/> counts.</summary>
internal enum CuLaunchAttributeId
{
    Ignore = 0,
    AccessPolicyWindow = 1,
    Cooperative = 2,
    SynchronizationPolicy = 3,
    ClusterDimension = 4,
    ClusterSchedulingPolicyPreference = 5,

    /// <summary>1 lets the kernel overlap the one before it; a data race unless the kernel waits (PTX
    /// <c>griddepcontrol.wait</c>, sm_90).</summary>
    ProgrammaticStreamSerialization = 6,
    ProgrammaticEvent = 7,
    Priority = 8,
    MemSyncDomainMap = 9,
    MemSyncDomain = 10,
    PreferredClusterDimension = 11,
    LaunchCompletionEvent = 12,
    DeviceUpdatableKernelNode = 13,
    PreferredSharedMemoryCarveout = 14,
}
