namespace Mirrored;

/// <summary>Which threads a capture bars from calls that could spoil it.</summary>
internal enum CuCaptureMode
{
    Global = 0,
    ThreadLocal = 1,
    Relaxed = 2,
}
