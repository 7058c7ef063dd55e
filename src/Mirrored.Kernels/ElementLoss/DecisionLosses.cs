using System.Runtime.CompilerServices;

namespace Mirrored;

internal readonly struct HingeLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat side = LossMath.Side<TSimd, TFloat, TInt>(t);
        TFloat margin = TSimd.Subtract(TSimd.Broadcast(1), TSimd.Multiply(side, p));
        TInt flat = LossMath.NotPositive<TSimd, TFloat, TInt>(margin);
        slope = TSimd.Select(flat, TSimd.Broadcast(0), TSimd.Subtract(TSimd.Broadcast(0), side));
        return TSimd.Select(flat, TSimd.Broadcast(0), margin);
    }
}

internal readonly struct SquaredHingeLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat side = LossMath.Side<TSimd, TFloat, TInt>(t);
        TFloat margin = TSimd.Subtract(TSimd.Broadcast(1), TSimd.Multiply(side, p));
        margin = TSimd.Select(LossMath.NotPositive<TSimd, TFloat, TInt>(margin), TSimd.Broadcast(0), margin);
        slope = TSimd.Multiply(TSimd.Multiply(TSimd.Broadcast(-2), side), margin);
        return TSimd.Multiply(margin, margin);
    }
}

internal readonly struct BinaryAccuracyLoss : IElementLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat one = TSimd.Broadcast(1), zero = TSimd.Broadcast(0);
        TFloat yes = TSimd.Select(TSimd.GreaterThan(p, TSimd.Broadcast(parameter)), one, zero);
        slope = zero;
        return TSimd.Select(LossMath.IsZero<TSimd, TFloat, TInt>(TSimd.Subtract(yes, t)), one, zero);
    }
}
