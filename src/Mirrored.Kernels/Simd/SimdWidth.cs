using System.Numerics;
using System.Runtime.CompilerServices;
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
    /// <remarks>Native code asks the processor too, but its vector code was compiled for the processor that it was published for, and runs in
    /// software, hundreds of times slower, where it is wider; <see cref="Vector{T}"/> has that width.</remarks>
    public static SimdWidth Best =>
        !Vector128.IsHardwareAccelerated ? SimdWidth.Portable
        : !Vector256.IsHardwareAccelerated || !WasCompiled(SimdWidth.Bits256) ? SimdWidth.Bits128
        : !Vector512.IsHardwareAccelerated || !WasCompiled(SimdWidth.Bits512) ? SimdWidth.Bits256
        : SimdWidth.Bits512;

    /// <summary>All widths; those wider than the hardware run too, slowly, in software.</summary>
    public static IReadOnlyList<SimdWidth> All { get; } =
        [SimdWidth.Portable, SimdWidth.Bits128, SimdWidth.Bits256, SimdWidth.Bits512];

    private static bool WasCompiled(SimdWidth width) =>
        RuntimeFeature.IsDynamicCodeCompiled || Vector<byte>.Count * 8 >= (int)width;
}
