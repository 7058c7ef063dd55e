namespace Mirrored;

/// <summary>What an event is for.</summary>
[Flags]
internal enum CuEventFlags : uint
{
    Default = 0,
    BlockingSync = 1,
    DisableTiming = 2,
    Interprocess = 4,
}
