using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>What becomes of a reduced gradient before the optimizer sees it: the penalty's gradient is added, then each
/// element is limited.</summary>
/// <remarks><c>g = fma(2 l2, w, g)</c> if l2 is not 0, <c>g = fma(l1, sign w, g)</c> if l1 is not 0, then <c>g</c> is brought
/// into <c>[-clipValue, clipValue]</c>; infinity is no limit. NaN stays NaN. The twin of <c>limited_gradient</c>.</remarks>
internal static unsafe class GradientRule<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Writes the gradients of some elements of one segment, whole vectors at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(float* destination, float* gradients, float* weights, long count, in Segment segment, float clipValue)
    {
        if (!segment.IsPenalized && float.IsPositiveInfinity(clipValue))
        {
            new ReadOnlySpan<float>(gradients, (int)count).CopyTo(new Span<float>(destination, (int)count));
            return;
        }

        TFloat l1 = TSimd.Broadcast(segment.L1), twiceL2 = TSimd.Broadcast(segment.TwiceL2);
        TFloat most = TSimd.Broadcast(clipValue), least = TSimd.Broadcast(-clipValue);
        for (long i = 0; i < count; i += TSimd.Width)
        {
            TFloat g = TSimd.LoadPartial(gradients + i, count - i), w = TSimd.LoadPartial(weights + i, count - i);
            if (segment.TwiceL2 != 0) g = TSimd.MultiplyAdd(twiceL2, w, g);
            if (segment.L1 != 0) g = TSimd.MultiplyAdd(l1, Sign(w), g);
            g = TSimd.Select(TSimd.GreaterThan(g, most), most, TSimd.Select(TSimd.GreaterThan(least, g), least, g));
            TSimd.Store(destination + i, g);
        }
    }

    /// <summary>1, -1, or the number itself where it is zero or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Sign(TFloat x)
    {
        TFloat zero = TSimd.Broadcast(0);
        TFloat negative = TSimd.Select(TSimd.GreaterThan(zero, x), TSimd.Broadcast(-1), x);
        return TSimd.Select(TSimd.GreaterThan(x, zero), TSimd.Broadcast(1), negative);
    }
}
