using System.Runtime.CompilerServices;
using static Mirrored.VectorMathConstants;

namespace Mirrored;

/// <summary>Exponential, logarithm, hyperbolic tangent, logistic function and their like for vectors of float32.</summary>
/// <remarks>Made of exactly rounded operations in a fixed order, so a lane gives the same bits at every width and on
/// every machine; code elsewhere with the same order and <see cref="VectorMathConstants"/> gives them too.
/// The largest errors were measured against float64 over all 2^32 numbers, in units of the result's last place, which
/// is 2^-149 for subnormal results.</remarks>
internal static partial class VectorMath
{
    private const uint SignBit = 0x80000000;
    private const uint Infinity = 0x7F800000;
    private const uint One = 0x3F800000;
    private const uint SqrtHalf = 0x3F3504F3;
    private const uint SmallestNormal = 0x00800000;
    private const int MantissaBits = 23;
    private const int ExponentBias = 127;

    /// <summary><c>e^x</c>; largest error 1.02 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Exp<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat p = TSimd.Add(ReducedExpm1<TSimd, TFloat, TInt>(x, out TFloat rounded), TSimd.Broadcast(1));

        // 2^n as two factors whose exponents are in range, so that only the last product rounds or overflows.
        // The sum that rounded x holds n in its lowest bits; both halves get the bias of the exponent here.
        TInt biased = TSimd.SubtractInt(
            TSimd.AsInt(rounded),
            TSimd.BroadcastInt(BitConverter.SingleToUInt32Bits(Round) - 2 * ExponentBias));
        TInt half = TSimd.ShiftRight(biased, 1);
        TInt rest = TSimd.SubtractInt(biased, half);
        p = TSimd.Multiply(p, TSimd.AsFloat(TSimd.ShiftLeft(half, MantissaBits)));
        return TSimd.Multiply(p, TSimd.AsFloat(TSimd.ShiftLeft(rest, MantissaBits)));
    }

    /// <summary><c>e^r - 1</c> where <c>x = n ln 2 + r</c> with whole <c>n</c> and <c>|r| &lt;= ln 2 / 2</c>.</summary>
    /// <param name="x">Any number; NaN stays NaN.</param>
    /// <param name="rounded">Holds <c>n</c> in its lowest bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat ReducedExpm1<TSimd, TFloat, TInt>(TFloat x, out TFloat rounded)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        // NaN passes both comparisons.
        x = TSimd.Select(TSimd.GreaterThan(x, TSimd.Broadcast(ExpMax)), TSimd.Broadcast(ExpMax), x);
        x = TSimd.Select(TSimd.GreaterThan(TSimd.Broadcast(ExpMin), x), TSimd.Broadcast(ExpMin), x);
        rounded = TSimd.MultiplyAdd(x, TSimd.Broadcast(Log2E), TSimd.Broadcast(Round));
        TFloat n = TSimd.Subtract(rounded, TSimd.Broadcast(Round));
        TFloat r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-Ln2High), x);
        r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-Ln2Low), r);

        TFloat p = TSimd.Broadcast(Exp4);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(Exp3));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(Exp2));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(Exp1));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(Exp0));
        return TSimd.MultiplyAdd(TSimd.Multiply(r, r), p, r);
    }

    /// <summary>The natural logarithm of one number, with the bits of the vector form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Log(float x) => Log<SimdPortable, float, uint>(x);

    /// <summary>The natural logarithm, minus infinity of 0, NaN of negative numbers; largest error 0.83 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Log<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        // Subnormal numbers are scaled into the normal range first.
        TInt subnormal = TSimd.GreaterThan(
            TSimd.AsFloat(TSimd.BroadcastInt(SmallestNormal)), x);
        TFloat normal = TSimd.Select(subnormal, TSimd.Multiply(x, TSimd.Broadcast(1 << MantissaBits)), x);

        // normal = 2^e (1 + f) with sqrt(1/2) <= 1 + f < sqrt 2.
        TInt shifted = TSimd.AddInt(TSimd.AsInt(normal), TSimd.BroadcastInt(One - SqrtHalf));
        TInt exponent = TSimd.SubtractInt(
            TSimd.ShiftRight(shifted, MantissaBits), TSimd.BroadcastInt(ExponentBias));
        TInt mantissa = TSimd.SubtractInt(TSimd.AsInt(normal), TSimd.ShiftLeft(exponent, MantissaBits));
        exponent = TSimd.SubtractInt(exponent, TSimd.And(subnormal, TSimd.BroadcastInt(MantissaBits)));
        TFloat e = TSimd.ToFloat(exponent);
        TFloat f = TSimd.Subtract(TSimd.AsFloat(mantissa), TSimd.Broadcast(1));

        TFloat p = TSimd.Broadcast(Log8);
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log7));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log6));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log5));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log4));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log3));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log2));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log1));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(Log0));
        p = TSimd.MultiplyAdd(p, f, TSimd.Broadcast(-0.5f));
        TFloat low = TSimd.MultiplyAdd(TSimd.Multiply(f, f), p, TSimd.Multiply(e, TSimd.Broadcast(Ln2Low)));
        TFloat result = TSimd.MultiplyAdd(e, TSimd.Broadcast(Ln2High), TSimd.Add(f, low));

        // What is positive and finite is done; infinity and NaN stay, 0 and negative numbers have no finite logarithm.
        TFloat zero = TSimd.Broadcast(0);
        TFloat infinity = TSimd.AsFloat(TSimd.BroadcastInt(Infinity));
        result = TSimd.Select(TSimd.GreaterThan(infinity, x), result, x);
        TFloat invalid = TSimd.Select(
            TSimd.GreaterThan(zero, x), TSimd.Broadcast(float.NaN), TSimd.Subtract(x, infinity));
        return TSimd.Select(TSimd.GreaterThan(x, zero), result, invalid);
    }

    /// <summary><c>tanh x</c>; largest error 1.34 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Tanh<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TInt sign = TSimd.And(TSimd.AsInt(x), TSimd.BroadcastInt(SignBit));
        TFloat a = TSimd.AsFloat(TSimd.Xor(TSimd.AsInt(x), sign));

        TFloat square = TSimd.Multiply(a, a);
        TFloat p = TSimd.Broadcast(Tanh4);
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Tanh3));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Tanh2));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Tanh1));
        p = TSimd.MultiplyAdd(p, square, TSimd.Broadcast(Tanh0));
        TFloat small = TSimd.MultiplyAdd(TSimd.Multiply(square, a), p, a);

        // 1 - 2 / (e^2a + 1), without cancellation where a is large; NaN comes this way.
        TFloat power = Exp<TSimd, TFloat, TInt>(TSimd.Add(a, a));
        TFloat one = TSimd.Broadcast(1);
        TFloat large = TSimd.Subtract(one, TSimd.Divide(TSimd.Broadcast(2), TSimd.Add(power, one)));

        TFloat result = TSimd.Select(TSimd.GreaterThan(TSimd.Broadcast(TanhSmall), a), small, large);
        return TSimd.AsFloat(TSimd.Or(TSimd.AsInt(result), sign));
    }

    /// <summary>The logistic function <c>1 / (1 + e^-x)</c>; largest error 2.41 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Sigmoid<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        // With e = e^-|x|, which cannot overflow: 1 / (1 + e) for positive x, e / (1 + e) for negative.
        TFloat minusA = TSimd.AsFloat(TSimd.Or(TSimd.AsInt(x), TSimd.BroadcastInt(SignBit)));
        TFloat power = Exp<TSimd, TFloat, TInt>(minusA);
        TFloat one = TSimd.Broadcast(1);
        TFloat numerator = TSimd.Select(TSimd.GreaterThan(TSimd.Broadcast(0), x), power, one);
        return TSimd.Divide(numerator, TSimd.Add(one, power));
    }
}
