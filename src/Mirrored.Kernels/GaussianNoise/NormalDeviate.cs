using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>A standard normal number from a random word, the same bits at every width and on every device.</summary>
/// <remarks>Rational functions of Wichura's AS 241 (1988), PPND7: the quantile to some 1e-6. The largest magnitude is 5.5.</remarks>
internal static class NormalDeviate
{
    private const uint SignBit = 0x80000000;
    private const float HalfUnit = 1f / (1 << 26);
    private const float Central = 0.425f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Of<TSimd, TFloat, TInt>(TInt word)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TInt sign = TSimd.And(word, TSimd.BroadcastInt(SignBit));
        TInt k = TSimd.ShiftRight(TSimd.Xor(word, sign), 7);
        TInt odd = TSimd.Or(TSimd.ShiftLeft(k, 1), TSimd.BroadcastInt(1));
        TFloat p = TSimd.Multiply(TSimd.ToFloat(odd), TSimd.Broadcast(HalfUnit));

        TFloat q = TSimd.Subtract(TSimd.Broadcast(0.5f), p);
        TFloat r = TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Broadcast(-1), q), q, TSimd.Broadcast(Central * Central));
        TFloat top = TSimd.Broadcast(59.109374720f);
        top = TSimd.MultiplyAdd(top, r, TSimd.Broadcast(159.29113202f));
        top = TSimd.MultiplyAdd(top, r, TSimd.Broadcast(50.434271938f));
        top = TSimd.MultiplyAdd(top, r, TSimd.Broadcast(3.3871327179f));
        TFloat bottom = TSimd.Broadcast(67.187563600f);
        bottom = TSimd.MultiplyAdd(bottom, r, TSimd.Broadcast(78.757757664f));
        bottom = TSimd.MultiplyAdd(bottom, r, TSimd.Broadcast(17.895169469f));
        bottom = TSimd.MultiplyAdd(bottom, r, TSimd.Broadcast(1));
        TFloat central = TSimd.Divide(TSimd.Multiply(q, top), bottom);

        TFloat log = TSimd.Multiply(TSimd.Broadcast(-1), VectorMath.Log<TSimd, TFloat, TInt>(p));
        TFloat t = TSimd.Subtract(TSimd.Sqrt(log), TSimd.Broadcast(1.6f));
        top = TSimd.Broadcast(0.17023821103f);
        top = TSimd.MultiplyAdd(top, t, TSimd.Broadcast(1.3067284816f));
        top = TSimd.MultiplyAdd(top, t, TSimd.Broadcast(2.7568153900f));
        top = TSimd.MultiplyAdd(top, t, TSimd.Broadcast(1.4234372777f));
        bottom = TSimd.Broadcast(0.12021132975f);
        bottom = TSimd.MultiplyAdd(bottom, t, TSimd.Broadcast(0.73700164250f));
        bottom = TSimd.MultiplyAdd(bottom, t, TSimd.Broadcast(1));
        TFloat tail = TSimd.Divide(top, bottom);

        TFloat z = TSimd.Select(TSimd.GreaterThan(q, TSimd.Broadcast(Central)), tail, central);
        return TSimd.AsFloat(TSimd.Xor(TSimd.AsInt(z), sign));
    }
}
