using System.Runtime.CompilerServices;
using static Mirrored.VectorMathConstants;

namespace Mirrored;

/// <content>What would cancel near zero if it were made of <see cref="Exp"/> and <see cref="Log{TSimd, TFloat, TInt}"/>.</content>
internal static partial class VectorMath
{
    /// <summary><c>e^x - 1</c>, with the sign of <c>x</c>; error at most 1.35 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Expm1<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat a = TSimd.Select(TSimd.GreaterThan(TSimd.Broadcast(Expm1Min), x), TSimd.Broadcast(Expm1Min), x);
        TFloat small = ReducedExpm1<TSimd, TFloat, TInt>(a, out TFloat rounded);

        // 2^(n-1), so that n = 128 is in range, too.
        TInt biased = TSimd.SubtractInt(
            TSimd.AsInt(rounded), TSimd.BroadcastInt(BitConverter.SingleToUInt32Bits(Round) - (ExponentBias - 1)));
        TFloat scale = TSimd.AsFloat(TSimd.ShiftLeft(biased, MantissaBits));
        TFloat result = TSimd.MultiplyAdd(scale, small, TSimd.Subtract(scale, TSimd.Broadcast(0.5f)));
        return WithSignOf<TSimd, TFloat, TInt>(TSimd.Add(result, result), x);
    }

    /// <summary><c>log(1 + x)</c>, with the sign of <c>x</c>; minus infinity of -1, NaN below; error at most 1.5 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Log1p<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat one = TSimd.Broadcast(1), zero = TSimd.Broadcast(0);
        TFloat sum = TSimd.Add(one, x);

        // What 1 + x lost in rounding, to first order; none where the logarithm is not finite.
        TFloat lost = TSimd.Divide(TSimd.Subtract(x, TSimd.Subtract(sum, one)), sum);
        TInt finite = TSimd.And(
            TSimd.GreaterThan(sum, zero), TSimd.GreaterThan(TSimd.AsFloat(TSimd.BroadcastInt(Infinity)), sum));
        TFloat result = TSimd.Add(Log<TSimd, TFloat, TInt>(sum), TSimd.Select(finite, lost, zero));
        return WithSignOf<TSimd, TFloat, TInt>(result, x);
    }

    /// <summary>The error function <c>2 / sqrt(pi)</c> times the integral of <c>e^-t²</c> from 0 to <c>x</c>; error at most
    /// 1.05 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Erf<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TInt sign = TSimd.And(TSimd.AsInt(x), TSimd.BroadcastInt(SignBit));
        TFloat a = TSimd.AsFloat(TSimd.Xor(TSimd.AsInt(x), sign));

        TFloat square = TSimd.Multiply(a, a);
        TFloat p = TSimd.Broadcast(Erf6);
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Erf5));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Erf4));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Erf3));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Erf2));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Erf1));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Erf0));
        TFloat small = TSimd.MultiplyAdd(a, p, a);

        // NaN comes this way.
        TFloat t = TSimd.Select(TSimd.GreaterThan(a, TSimd.Broadcast(ErfLarge)), TSimd.Broadcast(ErfLarge), a);
        TFloat q = TSimd.Broadcast(Erfc6);
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(Erfc5));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(Erfc4));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(Erfc3));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(Erfc2));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(Erfc1));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(Erfc0));
        TFloat power = Exp<TSimd, TFloat, TInt>(TSimd.Subtract(TSimd.Broadcast(0), q));
        TFloat large = TSimd.Subtract(TSimd.Broadcast(1), power);

        TFloat result = TSimd.Select(TSimd.GreaterThan(TSimd.Broadcast(ErfSmall), a), small, large);
        return TSimd.AsFloat(TSimd.Or(TSimd.AsInt(result), sign));
    }

    /// <summary>Sets the sign of results that have that of <paramref name="x"/> but where both are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat WithSignOf<TSimd, TFloat, TInt>(TFloat result, TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.AsFloat(TSimd.Or(TSimd.AsInt(result), TSimd.And(TSimd.AsInt(x), TSimd.BroadcastInt(SignBit))));
}
