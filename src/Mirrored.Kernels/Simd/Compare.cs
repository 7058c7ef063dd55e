using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Comparisons of vectors beyond <see cref="ISimd{TFloat, TInt}.GreaterThan"/>, as masks.</summary>
internal static class Compare
{
    private const uint Magnitude = 0x7FFFFFFF;
    private const uint AboveInfinity = 0x7F800001;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt IsNaN<TSimd, TFloat, TInt>(TFloat value)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.GreaterOrEqual(
            TSimd.And(TSimd.AsInt(value), TSimd.BroadcastInt(Magnitude)), TSimd.BroadcastInt(AboveInfinity));

    /// <summary>The lanes where a mask is not set and neither number is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt Neither<TSimd, TFloat, TInt>(TInt mask, TFloat a, TFloat b)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TInt excluded = TSimd.Or(mask, TSimd.Or(IsNaN<TSimd, TFloat, TInt>(a), IsNaN<TSimd, TFloat, TInt>(b)));
        return TSimd.Xor(excluded, TSimd.BroadcastInt(uint.MaxValue));
    }

    /// <summary>The lanes where the numbers are equal; +0 equals -0, NaN equals nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TInt Equal<TSimd, TFloat, TInt>(TFloat a, TFloat b)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => Neither<TSimd, TFloat, TInt>(TSimd.Or(TSimd.GreaterThan(a, b), TSimd.GreaterThan(b, a)), a, b);

    /// <summary>1 where the mask is set, else +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat OneOrZero<TSimd, TFloat, TInt>(TInt mask)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.Select(mask, TSimd.Broadcast(1), TSimd.Broadcast(0));
}
