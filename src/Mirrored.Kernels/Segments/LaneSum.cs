using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>A float64 sum whose order suits a block of threads: lane <c>l</c> of 1024 adds every 1024th number from number
/// <c>l</c> on, then the upper half of the lanes is added to the lower until one is left.</summary>
internal static unsafe class LaneSum
{
    public const int Lanes = 1024;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(double* numbers, long count)
    {
        double* lanes = stackalloc double[Lanes];
        new Span<double>(lanes, Lanes).Clear();
        for (long start = 0; start < count; start += Lanes)
        {
            int left = (int)Math.Min(Lanes, count - start);
            for (int lane = 0; lane < left; lane++) lanes[lane] += numbers[start + lane];
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        return lanes[0];
    }
}
