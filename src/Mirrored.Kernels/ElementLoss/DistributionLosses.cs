using System.Runtime.CompilerServices;

namespace Mirrored;

internal readonly struct PoissonLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat q = TSimd.Add(p, TSimd.Broadcast(LossMath.Epsilon));
        slope = TSimd.Subtract(TSimd.Broadcast(1), TSimd.Divide(t, q));
        return TSimd.Subtract(p, TSimd.Multiply(t, VectorMath.Log<TSimd, TFloat, TInt>(q)));
    }
}

internal readonly struct KLDivergenceLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat u = LossMath.Clip<TSimd, TFloat, TInt>(t, LossMath.Epsilon, 1, out _);
        TFloat q = LossMath.Clip<TSimd, TFloat, TInt>(p, LossMath.Epsilon, 1, out TInt clipped);
        TFloat steep = TSimd.Subtract(TSimd.Broadcast(0), TSimd.Divide(u, q));
        slope = TSimd.Select(clipped, TSimd.Broadcast(0), steep);
        return TSimd.Multiply(u, VectorMath.Log<TSimd, TFloat, TInt>(TSimd.Divide(u, q)));
    }
}

internal readonly struct BinaryCrossEntropyLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat one = TSimd.Broadcast(1), epsilon = TSimd.Broadcast(LossMath.Epsilon);
        TFloat u = LossMath.Smooth<TSimd, TFloat, TInt>(t, parameter);
        TFloat v = TSimd.Subtract(one, u);
        TFloat c = LossMath.Clip<TSimd, TFloat, TInt>(p, LossMath.Epsilon, LossMath.OneLessEpsilon, out TInt clipped);
        TFloat yes = TSimd.Add(c, epsilon), no = TSimd.Add(TSimd.Subtract(one, c), epsilon);
        TFloat steep = TSimd.Subtract(TSimd.Divide(v, no), TSimd.Divide(u, yes));
        slope = TSimd.Select(clipped, TSimd.Broadcast(0), steep);
        TFloat logYes = TSimd.Multiply(u, VectorMath.Log<TSimd, TFloat, TInt>(yes));
        TFloat logNo = TSimd.Multiply(v, VectorMath.Log<TSimd, TFloat, TInt>(no));
        return TSimd.Subtract(TSimd.Broadcast(0), TSimd.Add(logYes, logNo));
    }
}

internal readonly struct BinaryCrossEntropyFromLogitLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat u = LossMath.Smooth<TSimd, TFloat, TInt>(t, parameter);
        TFloat minusSize = TSimd.Subtract(TSimd.Broadcast(0), LossMath.Abs<TSimd, TFloat, TInt>(p));
        TFloat power = VectorMath.Exp<TSimd, TFloat, TInt>(minusSize);
        TFloat log = VectorMath.Log<TSimd, TFloat, TInt>(TSimd.Add(TSimd.Broadcast(1), power));
        TFloat positive = LossMath.AtLeast<TSimd, TFloat, TInt>(p, 0);
        slope = TSimd.Subtract(VectorMath.Sigmoid<TSimd, TFloat, TInt>(p), u);
        return TSimd.Add(TSimd.Subtract(positive, TSimd.Multiply(p, u)), log);
    }
}
