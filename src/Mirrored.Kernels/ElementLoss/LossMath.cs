using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>What the rules of losses share; NaN stays NaN.</summary>
internal static class LossMath
{
    /// <summary>Keras's smallest probability.</summary>
    public const float Epsilon = 1e-7f;

    public const float OneLessEpsilon = (float)(1 - 1e-7);

    /// <summary>The natural logarithm of 2.</summary>
    public const float Log2 = 0.693147182f;

    private const uint Magnitude = 0x7FFFFFFF;

    /// <summary>The lanes with +0 or -0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt IsZero<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.GreaterOrEqual(TSimd.BroadcastInt(0), TSimd.And(TSimd.AsInt(x), TSimd.BroadcastInt(Magnitude)));

    /// <summary><c>|x|</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Abs<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        return TSimd.AsFloat(TSimd.And(TSimd.AsInt(x), TSimd.BroadcastInt(Magnitude)));
    }

    /// <summary>1, -1, or the zero or NaN itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Sign<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat zero = TSimd.Broadcast(0);
        TFloat minus = TSimd.Select(TSimd.GreaterThan(zero, x), TSimd.Broadcast(-1), x);
        return TSimd.Select(TSimd.GreaterThan(x, zero), TSimd.Broadcast(1), minus);
    }

    /// <summary>The larger of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat AtLeast<TSimd, TFloat, TInt>(TFloat x, float least)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat bound = TSimd.Broadcast(least);
        return TSimd.Select(TSimd.GreaterThan(bound, x), bound, x);
    }

    /// <summary>The nearest number between two; where it is another, the mask is set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Clip<TSimd, TFloat, TInt>(TFloat x, float least, float most, out TInt clipped)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat low = TSimd.Broadcast(least), high = TSimd.Broadcast(most);
        TInt below = TSimd.GreaterThan(low, x), above = TSimd.GreaterThan(x, high);
        clipped = TSimd.Or(below, above);
        return TSimd.Select(below, low, TSimd.Select(above, high, x));
    }

    /// <summary><c>t (1 - s) + s / 2</c>, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Smooth<TSimd, TFloat, TInt>(TFloat t, float s)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        return TSimd.MultiplyAdd(t, TSimd.Broadcast(1 - s), TSimd.Broadcast(0.5f * s));
    }

    /// <summary>The label of a margin: 0 becomes -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Side<TSimd, TFloat, TInt>(TFloat t)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        return TSimd.Select(IsZero<TSimd, TFloat, TInt>(t), TSimd.Broadcast(-1), t);
    }

    /// <summary>The lanes with numbers up to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt NotPositive<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        return TSimd.Or(TSimd.GreaterThan(TSimd.Broadcast(0), x), IsZero<TSimd, TFloat, TInt>(x));
    }
}
