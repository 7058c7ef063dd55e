using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>What is special about one weight, in the device's table; the twin of <c>segment.cuh</c>.</summary>
/// <remarks>Weights begin at multiples of <see cref="BlockLength"/> elements of the flat range, so a map from such blocks to
/// segments tells for every element which weight it is of.</remarks>
[StructLayout(LayoutKind.Sequential, Size = SizeInBytes)]
internal struct Segment
{
    public const int SizeInBytes = 32;

    /// <summary>Elements of a block: 256 bytes.</summary>
    public const int BlockLength = 64;

    /// <summary>The first element in the flat range.</summary>
    public int Start;

    /// <summary>The element behind the last; padding follows.</summary>
    public int End;

    /// <summary>The factor of the sum of magnitudes in the loss.</summary>
    public float L1;

    /// <summary>Twice the factor of the sum of squares in the loss.</summary>
    public float TwiceL2;

    /// <summary>How much of the weight an update takes away, times the learning rate.</summary>
    public float Decay;

    /// <summary>What no element may be below after an update; minus infinity for no limit.</summary>
    public float Floor;

    private readonly long _reserved;

    /// <summary>True when the loss has a term for the weight.</summary>
    public readonly bool IsPenalized => L1 != 0 || TwiceL2 != 0;
}
