using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The vector code of every <see cref="UnaryFunction"/>, under its name.</summary>
internal static partial class UnaryKernels<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    public readonly struct Exp : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => VectorMath.Exp<TSimd, TFloat, TInt>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat y, UnaryParameters p) => TSimd.Multiply(dy, y);
    }

    public readonly struct Expm1 : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => VectorMath.Expm1<TSimd, TFloat, TInt>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat y, UnaryParameters p) => TSimd.Multiply(dy, TSimd.Add(y, Number(1)));
    }

    public readonly struct Log : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => VectorMath.Log<TSimd, TFloat, TInt>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p) => TSimd.Divide(dy, x);
    }

    public readonly struct Log1p : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => VectorMath.Log1p<TSimd, TFloat, TInt>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p) => TSimd.Divide(dy, TSimd.Add(Number(1), x));
    }

    public readonly struct Sqrt : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => TSimd.Sqrt(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat y, UnaryParameters p) => TSimd.Divide(TSimd.Multiply(dy, Number(0.5f)), y);
    }

    public readonly struct Rsqrt : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => TSimd.Divide(Number(1), TSimd.Sqrt(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat y, UnaryParameters p) => TSimd.Multiply(dy, TSimd.Multiply(TSimd.Multiply(Number(-0.5f), y), TSimd.Multiply(y, y)));
    }

    public readonly struct Square : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => TSimd.Multiply(x, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p) => TSimd.Multiply(dy, TSimd.Add(x, x));
    }

    public readonly struct Reciprocal : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => TSimd.Divide(Number(1), x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat y, UnaryParameters p) => TSimd.Multiply(dy, TSimd.Multiply(Number(-1), TSimd.Multiply(y, y)));
    }

    public readonly struct Pow : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => Power(x, p.A);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p) => TSimd.Multiply(dy, TSimd.Multiply(Number(p.A), Power(x, p.A - 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Number(float value) => TSimd.Broadcast(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat Power(TFloat x, float exponent) =>
        VectorMath.Exp<TSimd, TFloat, TInt>(TSimd.Multiply(Number(exponent), VectorMath.Log<TSimd, TFloat, TInt>(x)));
}
