using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>A device's identity: 16 bytes, in the order in which they are printed.</summary>
[InlineArray(16)]
internal struct CuUuid
{
    private byte _first;

    /// <summary>The form of 8-4-4-4-12 hexadecimal digits.</summary>
    public readonly override string ToString() => new Guid((ReadOnlySpan<byte>)this, bigEndian: true).ToString("D");
}
