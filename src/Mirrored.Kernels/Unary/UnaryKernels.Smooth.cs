using System.Runtime.CompilerServices;

namespace Mirrored;

/// <content>Smooth activations.</content>
internal static partial class UnaryKernels<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private const float TwoOverSqrtPi = 1.12837917f;
    private const float OneOverSqrtTwo = 0.707106781f;
    private const float OneOverSqrtTwoPi = 0.398942280f;
    private const float SqrtTwoOverPi = 0.797884561f;
    private const float Cubic = 0.044715f;

    public readonly struct Erf : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => VectorMath.Erf<TSimd, TFloat, TInt>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat power = VectorMath.Exp<TSimd, TFloat, TInt>(TSimd.Multiply(TSimd.Multiply(Number(-1), x), x));
            return TSimd.Multiply(dy, TSimd.Multiply(Number(TwoOverSqrtPi), power));
        }
    }

    public readonly struct Softplus : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p)
        {
            TFloat positive = TSimd.Select(TSimd.GreaterThan(Number(0), x), Number(0), x);
            TFloat power = VectorMath.Exp<TSimd, TFloat, TInt>(TSimd.Multiply(Number(-1), Magnitude(x)));
            return TSimd.Add(positive, VectorMath.Log1p<TSimd, TFloat, TInt>(power));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p) => TSimd.Multiply(dy, VectorMath.Sigmoid<TSimd, TFloat, TInt>(x));
    }

    public readonly struct Softsign : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => TSimd.Divide(x, TSimd.Add(Number(1), Magnitude(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat below = TSimd.Add(Number(1), Magnitude(x));
            return TSimd.Divide(dy, TSimd.Multiply(below, below));
        }
    }

    public readonly struct Swish : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => TSimd.Multiply(x, VectorMath.Sigmoid<TSimd, TFloat, TInt>(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat s = VectorMath.Sigmoid<TSimd, TFloat, TInt>(x);
            return TSimd.Multiply(dy, TSimd.MultiplyAdd(TSimd.Multiply(x, s), TSimd.Subtract(Number(1), s), s));
        }
    }

    public readonly struct Gelu : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p) => TSimd.Multiply(x, NormalBelow(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat half = TSimd.Multiply(TSimd.Multiply(Number(-0.5f), x), x);
            TFloat density = TSimd.Multiply(Number(OneOverSqrtTwoPi), VectorMath.Exp<TSimd, TFloat, TInt>(half));
            return TSimd.Multiply(dy, TSimd.MultiplyAdd(x, density, NormalBelow(x)));
        }
    }

    public readonly struct GeluTanh : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p)
        {
            TFloat t = VectorMath.Tanh<TSimd, TFloat, TInt>(TanhArgument(x));
            return TSimd.Multiply(TSimd.Multiply(Number(0.5f), x), TSimd.Add(Number(1), t));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat t = VectorMath.Tanh<TSimd, TFloat, TInt>(TanhArgument(x));
            TFloat inner = TSimd.MultiplyAdd(TSimd.Multiply(Number(3 * Cubic * SqrtTwoOverPi), x), x, Number(SqrtTwoOverPi));
            TFloat slope = TSimd.Multiply(TSimd.MultiplyAdd(TSimd.Multiply(Number(-1), t), t, Number(1)), inner);
            TFloat sum = TSimd.MultiplyAdd(x, slope, TSimd.Add(Number(1), t));
            return TSimd.Multiply(dy, TSimd.Multiply(Number(0.5f), sum));
        }
    }

    public readonly struct HardSigmoid : IUnaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Forward(TFloat x, UnaryParameters p)
        {
            TFloat line = TSimd.MultiplyAdd(Number(0.2f), x, Number(0.5f));
            line = TSimd.Select(TSimd.GreaterThan(Number(0), line), Number(0), line);
            return TSimd.Select(TSimd.GreaterThan(line, Number(1)), Number(1), line);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Backward(TFloat dy, TFloat x, UnaryParameters p)
        {
            TFloat line = TSimd.MultiplyAdd(Number(0.2f), x, Number(0.5f));
            TInt inside = TSimd.And(TSimd.GreaterThan(line, Number(0)), TSimd.GreaterThan(Number(1), line));
            return TSimd.Select(inside, TSimd.Multiply(Number(0.2f), dy), Number(0));
        }
    }

    /// <summary>The probability that a normal number is below <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat NormalBelow(TFloat x)
    {
        TFloat erf = VectorMath.Erf<TSimd, TFloat, TInt>(TSimd.Multiply(Number(OneOverSqrtTwo), x));
        return TSimd.Multiply(Number(0.5f), TSimd.Add(Number(1), erf));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat TanhArgument(TFloat x)
    {
        TFloat cube = TSimd.Multiply(TSimd.Multiply(x, x), x);
        return TSimd.Multiply(Number(SqrtTwoOverPi), TSimd.MultiplyAdd(Number(Cubic), cube, x));
    }
}
