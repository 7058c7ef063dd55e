using System.Runtime.CompilerServices;

namespace Mirrored;

internal readonly struct ReluKernel : IActivationKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Forward<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.Select(TSimd.GreaterThan(TSimd.Broadcast(0), x), TSimd.Broadcast(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Backward<TSimd, TFloat, TInt>(TFloat dy, TFloat y)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.Select(TSimd.GreaterThan(y, TSimd.Broadcast(0)), dy, TSimd.Broadcast(0));
}
