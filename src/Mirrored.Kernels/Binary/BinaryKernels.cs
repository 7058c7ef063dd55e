using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The vector code of every <see cref="BinaryFunction"/>, under its name.</summary>
internal static class BinaryKernels
{
    public readonly struct Add : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => TSimd.Add(a, b);
    }

    public readonly struct Subtract : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => TSimd.Subtract(a, b);
    }

    public readonly struct Multiply : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => TSimd.Multiply(a, b);
    }

    public readonly struct Divide : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => TSimd.Divide(a, b);
    }

    public readonly struct Maximum : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => TSimd.Select(
            Compare.IsNaN<TSimd, TFloat, TInt>(b), b, TSimd.Select(TSimd.GreaterThan(b, a), b, a));
    }

    public readonly struct Minimum : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => TSimd.Select(
            Compare.IsNaN<TSimd, TFloat, TInt>(b), b, TSimd.Select(TSimd.GreaterThan(a, b), b, a));
    }

    public readonly struct Greater : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => Compare.OneOrZero<TSimd, TFloat, TInt>(TSimd.GreaterThan(a, b));
    }

    public readonly struct GreaterOrEqual : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => Compare.OneOrZero<TSimd, TFloat, TInt>(
            Compare.Neither<TSimd, TFloat, TInt>(TSimd.GreaterThan(b, a), a, b));
    }

    public readonly struct Less : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => Compare.OneOrZero<TSimd, TFloat, TInt>(TSimd.GreaterThan(b, a));
    }

    public readonly struct LessOrEqual : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => Compare.OneOrZero<TSimd, TFloat, TInt>(
            Compare.Neither<TSimd, TFloat, TInt>(TSimd.GreaterThan(a, b), a, b));
    }

    public readonly struct Equal : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => Compare.OneOrZero<TSimd, TFloat, TInt>(Compare.Equal<TSimd, TFloat, TInt>(a, b));
    }

    public readonly struct NotEqual : IBinaryKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => TSimd.Subtract(
            TSimd.Broadcast(1), Compare.OneOrZero<TSimd, TFloat, TInt>(Compare.Equal<TSimd, TFloat, TInt>(a, b)));
    }
}
