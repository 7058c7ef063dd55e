using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Backward takes <c>1 - y²</c> by one fused multiply-add: nothing is lost where y is near 1.</remarks>
internal readonly struct TanhKernel : IActivationKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Forward<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => VectorMath.Tanh<TSimd, TFloat, TInt>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Backward<TSimd, TFloat, TInt>(TFloat dy, TFloat y)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.Multiply(dy, TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Broadcast(0), y), y, TSimd.Broadcast(1)));
}
