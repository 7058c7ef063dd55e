using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Beyond the width <c>d</c> the loss is <c>d (e - d / 2)</c>.</remarks>
internal readonly struct HuberLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat d = TSimd.Subtract(p, t), width = TSimd.Broadcast(parameter), half = TSimd.Broadcast(0.5f);
        TFloat size = LossMath.Abs<TSimd, TFloat, TInt>(d);
        TInt far = TSimd.GreaterThan(size, width);
        slope = TSimd.Select(far, TSimd.Multiply(LossMath.Sign<TSimd, TFloat, TInt>(d), width), d);
        TFloat near = TSimd.Multiply(TSimd.Multiply(d, d), half);
        return TSimd.Select(far, TSimd.Multiply(width, TSimd.Subtract(size, TSimd.Multiply(half, width))), near);
    }
}

/// <remarks><c>|d| + log(1 + e^(-2 |d|)) - log 2</c>, which cannot overflow.</remarks>
internal readonly struct LogCoshLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat d = TSimd.Subtract(p, t);
        TFloat size = LossMath.Abs<TSimd, TFloat, TInt>(d);
        TFloat power = VectorMath.Exp<TSimd, TFloat, TInt>(TSimd.Multiply(TSimd.Broadcast(-2), size));
        TFloat log = VectorMath.Log<TSimd, TFloat, TInt>(TSimd.Add(TSimd.Broadcast(1), power));
        slope = VectorMath.Tanh<TSimd, TFloat, TInt>(d);
        return TSimd.Add(size, TSimd.Subtract(log, TSimd.Broadcast(LossMath.Log2)));
    }
}
