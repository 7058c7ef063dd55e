namespace Mirrored;

/// <summary>Whether a stream waits for the legacy default stream; ours never do.</summary>
internal enum CuStreamFlags : uint
{
    Default = 0,
    NonBlocking = 1,
}
