using System.Runtime.CompilerServices;

namespace Mirrored;

internal readonly struct SquaredErrorLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat d = TSimd.Subtract(p, t);
        slope = TSimd.Add(d, d);
        return TSimd.Multiply(d, d);
    }
}

internal readonly struct AbsoluteErrorLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat d = TSimd.Subtract(p, t);
        slope = LossMath.Sign<TSimd, TFloat, TInt>(d);
        return LossMath.Abs<TSimd, TFloat, TInt>(d);
    }
}

/// <remarks><c>100 / max(|t|, eps)</c> is rounded first.</remarks>
internal readonly struct PercentageErrorLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat d = TSimd.Subtract(p, t);
        TFloat size = LossMath.AtLeast<TSimd, TFloat, TInt>(LossMath.Abs<TSimd, TFloat, TInt>(t), LossMath.Epsilon);
        TFloat weight = TSimd.Divide(TSimd.Broadcast(100), size);
        slope = TSimd.Multiply(LossMath.Sign<TSimd, TFloat, TInt>(d), weight);
        return TSimd.Multiply(LossMath.Abs<TSimd, TFloat, TInt>(d), weight);
    }
}

internal readonly struct SquaredLogarithmicErrorLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat one = TSimd.Broadcast(1);
        TFloat q = TSimd.Add(one, LossMath.AtLeast<TSimd, TFloat, TInt>(p, LossMath.Epsilon));
        TFloat u = TSimd.Add(one, LossMath.AtLeast<TSimd, TFloat, TInt>(t, LossMath.Epsilon));
        TFloat d = TSimd.Subtract(VectorMath.Log<TSimd, TFloat, TInt>(q), VectorMath.Log<TSimd, TFloat, TInt>(u));
        TFloat steep = TSimd.Divide(TSimd.Add(d, d), q);
        slope = TSimd.Select(TSimd.GreaterThan(TSimd.Broadcast(LossMath.Epsilon), p), TSimd.Broadcast(0), steep);
        return TSimd.Multiply(d, d);
    }
}
