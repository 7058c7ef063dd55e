using System.Runtime.CompilerServices;

namespace Mirrored;

/// <content>Functions of pieces.</content>
internal static partial class UnaryKernels<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    public readonly struct Abs : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => Magnitude(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p) => TSimd.Multiply(dy, SignOf(x));
    }

    public readonly struct Sign : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => SignOf(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p) => Number(0);
    }

    public readonly struct Clip : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p)
        {
            x = TSimd.Select(TSimd.GreaterThan(Number(p.A), x), Number(p.A), x);
            return TSimd.Select(TSimd.GreaterThan(x, Number(p.B)), Number(p.B), x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TInt outside = TSimd.Or(TSimd.GreaterThan(Number(p.A), x), TSimd.GreaterThan(x, Number(p.B)));
            return TSimd.Select(outside, Number(0), dy);
        }
    }

    public readonly struct Elu : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p)
        {
            TFloat below = TSimd.Multiply(Number(p.A), VectorMath.Expm1<TSimd, TFloat, TInt>(x));
            return TSimd.Multiply(Number(p.B), TSimd.Select(TSimd.GreaterThan(x, Number(0)), x, below));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat below = TSimd.Multiply(Number(p.A), VectorMath.Exp<TSimd, TFloat, TInt>(x));
            TFloat slope = TSimd.Select(TSimd.GreaterThan(x, Number(0)), Number(1), below);
            return TSimd.Multiply(dy, TSimd.Multiply(Number(p.B), slope));
        }
    }

    public readonly struct LeakyRelu : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p)
        {
            // The difference is kept finite, so that a slope of 0 gives 0.
            TFloat below = TSimd.Subtract(x, Number(p.B));
            below = TSimd.Select(TSimd.GreaterThan(Number(float.MinValue), below), Number(float.MinValue), below);
            below = TSimd.MultiplyAdd(Number(p.A), below, Number(0));
            TFloat above = TSimd.Select(TSimd.GreaterThan(x, Number(p.C)), Number(p.C), x);
            return TSimd.Select(TSimd.GreaterThan(x, Number(p.B)), above, below);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat above = TSimd.Select(TSimd.GreaterThan(Number(p.C), x), dy, Number(0));
            TFloat below = TSimd.Multiply(Number(p.A), dy);
            return TSimd.Select(TSimd.GreaterThan(x, Number(p.B)), above, below);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Magnitude(TFloat x) => TSimd.AsFloat(TSimd.And(TSimd.AsInt(x), TSimd.BroadcastInt(0x7FFFFFFF)));

    /// <summary>1, -1, or the zero or NaN itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat SignOf(TFloat x) => TSimd.Select(
        TSimd.GreaterThan(x, Number(0)), Number(1), TSimd.Select(TSimd.GreaterThan(Number(0), x), Number(-1), x));
}
