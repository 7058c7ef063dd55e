using System.Runtime.CompilerServices;

namespace Mirrored;

/// <remarks>Backward rounds <c>1 - y</c>, then <c>y (1 - y)</c>, then the product with the gradient.</remarks>
internal readonly struct SigmoidKernel : IActivationKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Forward<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => VectorMath.Sigmoid<TSimd, TFloat, TInt>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TFloat Backward<TSimd, TFloat, TInt>(TFloat dy, TFloat y)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
        => TSimd.Multiply(dy, TSimd.Multiply(y, TSimd.Subtract(TSimd.Broadcast(1), y)));
}
