namespace Mirrored;

/// <summary>Attributes of the search for an algorithm; the comments give the type, whose size must match
/// exactly.</summary>
internal enum CublasLtPreferenceAttribute
{
    /// <summary><c>uint</c>; 0 for the best fit.</summary>
    SearchMode = 0,

    /// <summary><c>ulong</c>; 0 unless set, which shuts many fast kernels out.</summary>
    MaxWorkspaceBytes = 1,

    /// <summary><c>uint</c>: 1 in place, 2 in the compute type, 4 in the output type; 0 shuts split-K out.</summary>
    ReductionSchemeMask = 3,

    /// <summary><c>uint</c>; 256 unless set, and so on for the other three.</summary>
    MinAlignmentA = 5,
    MinAlignmentB = 6,
    MinAlignmentC = 7,
    MinAlignmentD = 8,

    /// <summary><c>float</c>.</summary>
    MaxWavesCount = 9,

    /// <summary><c>ulong</c>.</summary>
    ImplementationMask = 12,
}
