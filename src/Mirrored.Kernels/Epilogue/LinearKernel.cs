using System.Runtime.CompilerServices;

namespace Mirrored;

internal readonly struct LinearKernel : IActivationKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Forward<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Backward<TSimd, TFloat, TInt>(TFloat dy, TFloat y)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => dy;
}
