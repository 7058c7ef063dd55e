using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>The value of a launch attribute: a union of 64 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct CuLaunchAttributeValue
{
    /// <summary>Cooperative launch, programmatic serialization, priority, preferences.</summary>
    [FieldOffset(0)]
    public int Number;

    [FieldOffset(0)]
    public uint ClusterX;

    [FieldOffset(4)]
    public uint ClusterY;

    [FieldOffset(8)]
    public uint ClusterZ;

    [FieldOffset(0)]
    public nint Event;

    [FieldOffset(8)]
    public int EventFlags;

    [FieldOffset(12)]
    public int TriggerAtBlockStart;

    [FieldOffset(0)]
    public CuAccessPolicyWindow Window;
}
