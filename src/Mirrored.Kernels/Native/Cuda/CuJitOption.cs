namespace Mirrored;

/// <summary>Options of loading a module. Each takes one 8-byte slot; numbers lie in the slot itself, sizes and times
/// are written back into it.</summary>
internal enum CuJitOption
{
    MaxRegisters = 0,
    ThreadsPerBlock = 1,

    /// <summary>Out: milliseconds as a <c>float</c> in the low 4 bytes.</summary>
    WallTime = 2,
    InfoLogBuffer = 3,
    InfoLogBufferSizeBytes = 4,
    ErrorLogBuffer = 5,
    ErrorLogBufferSizeBytes = 6,
    OptimizationLevel = 7,
    TargetFromContext = 8,
    Target = 9,
    FallbackStrategy = 10,
    GenerateDebugInfo = 11,
    LogVerbose = 12,
    GenerateLineInfo = 13,
    CacheMode = 14,
    PositionIndependentCode = 30,
    MinCtaPerSm = 31,
    MaxThreadsPerBlock = 32,
    OverrideDirectiveValues = 33,
}
