namespace Mirrored;

/// <summary>What can be asked of a memory pool. The first three values are an <c>int</c>, the others a
/// <c>ulong</c>.</summary>
internal enum CuMemPoolAttribute
{
    ReuseFollowEventDependencies = 1,
    ReuseAllowOpportunistic = 2,
    ReuseAllowInternalDependencies = 3,

    /// <summary>Bytes kept when a stream is waited for; 0 unless set, which gives everything back each time.</summary>
    ReleaseThreshold = 4,
    ReservedMemCurrent = 5,
    ReservedMemHigh = 6,
    UsedMemCurrent = 7,
    UsedMemHigh = 8,
}
