using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Mirrored.Benchmarks.Columns;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>The roof: fused multiply-adds on registers alone, on one core, at the width that kernels take.</summary>
/// <remarks>No product can be faster; a product's GFLOP/s over this one's is its share of the peak.</remarks>
public class PeakBenchmark
{
    private const int Chains = 12; // Enough to hide the latency of four or five cycles at two a cycle.
    private const int Rounds = 100_000;

    /// <summary>How much one operation computes.</summary>
    [ParamsSource(nameof(Loads))]
    public PeakLoad Load { get; set; } = null!; // BenchmarkDotNet sets it.

    /// <summary>One load: what the loop below does.</summary>
    public static IEnumerable<PeakLoad> Loads => [new PeakLoad(2.0 * Chains * Rounds * Vector<float>())];

    [Benchmark]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float MultiplyAdd() => Vector512.IsHardwareAccelerated
        ? Vector512.Sum(Chain(Vector512.Create(1.0000001f), Vector512.Create(1e-9f)))
        : Vector256.Sum(Chain(Vector256.Create(1.0000001f), Vector256.Create(1e-9f)));

    private static int Vector<T>() => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<float> Chain(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> Chain(Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
