using System.Runtime.Intrinsics;

namespace Mirrored;

/// <summary>How many bits the CPU kernels work on at once; the results are the same bits whichever is chosen.</summary>
internal enum SimdWidth
{
    /// <summary>One number at a time, no vector instructions.</summary>
    Portable = 32,

    /// <summary>128 bits: SSE, Neon.</summary>
    Bits128 = 128,

    /// <summary>256 bits: AVX2.</summary>
    Bits256 = 256,

    /// <summary>512 bits: AVX-512.</summary>
    Bits512 = 512,
}

internal static class SimdWidths
{
    /// <summary>The widest that this processor runs in hardware.</summary>
    public static SimdWidth Best =>
        Vector512.IsHardwareAccelerated ? SimdWidth.Bits512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Bits128
        : SimdWidth.Portable;

    /// <summary>All widths; those wider than the hardware run too, slowly, in software.</summary>
    public static IReadOnlyList<SimdWidth> All { get; } =
        [SimdWidth.Portable, SimdWidth.Bits128, SimdWidth.Bits256, SimdWidth.Bits512];
}
