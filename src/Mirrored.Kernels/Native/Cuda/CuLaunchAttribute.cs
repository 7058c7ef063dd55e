using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One attribute of a launch.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct CuLaunchAttribute
{
    [FieldOffset(0)]
    public CuLaunchAttributeId Id;

    [FieldOffset(8)]
    public CuLaunchAttributeValue Value;
}
