namespace Mirrored;

/// <summary>Whether a stream is being captured.</summary>
internal enum CuCaptureStatus
{
    None = 0,
    Active = 1,
    Invalidated = 2,
}
