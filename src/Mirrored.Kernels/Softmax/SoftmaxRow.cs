using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>What softmax and cross-entropy share: a row's largest number and the sum of its exponentials.</summary>
internal static unsafe class SoftmaxRow
{
    /// <summary>The largest number, NaN left out; minus infinity of none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max<TSimd, TFloat, TInt>(float* x, int columns)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat lowest = TSimd.Broadcast(float.NegativeInfinity);
        TFloat max = lowest;
        for (int column = 0; column < columns; column += TSimd.Width)
        {
            int left = columns - column;
            TFloat value = TSimd.LoadPartial(x + column, left);
            if (left < TSimd.Width)
            {
                // The zeros behind the row's end are no part of it.
                TInt outside = TSimd.GreaterOrEqual(TSimd.Sequence, TSimd.BroadcastInt((uint)left));
                value = TSimd.Select(outside, lowest, value);
            }

            max = TSimd.Select(TSimd.GreaterThan(value, max), value, max);
        }

        return TSimd.MaxLane(max);
    }

    /// <summary>Writes <c>e^(x - max)</c> to <paramref name="powers"/>, unless that is null, and returns its sum from
    /// the first column to the last.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float ExpSum<TSimd, TFloat, TInt>(float* x, float max, float* powers, int columns)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        float* lanes = stackalloc float[TSimd.Width];
        TFloat shift = TSimd.Broadcast(max);
        float sum = 0;
        for (int column = 0; column < columns; column += TSimd.Width)
        {
            int left = columns - column;
            TFloat power = VectorMath.Exp<TSimd, TFloat, TInt>(
                TSimd.Subtract(TSimd.LoadPartial(x + column, left), shift));
            if (powers is not null) TSimd.StorePartial(powers + column, power, left);
            TSimd.Store(lanes, power);
            for (int lane = 0; lane < Math.Min(left, TSimd.Width); lane++) sum += lanes[lane];
        }

        return sum;
    }
}
