using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The vector code of every <see cref="BinaryFunction"/>, under its name.</summary>
internal static class BinaryKernels<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    public readonly struct Add : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => TSimd.Add(a, b);
    }

    public readonly struct Subtract : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => TSimd.Subtract(a, b);
    }

    public readonly struct Multiply : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => TSimd.Multiply(a, b);
    }

    public readonly struct Divide : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => TSimd.Divide(a, b);
    }

    public readonly struct Maximum : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => TSimd.Select(IsNaN(b), b, TSimd.Select(TSimd.GreaterThan(b, a), b, a));
    }

    public readonly struct Minimum : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => TSimd.Select(IsNaN(b), b, TSimd.Select(TSimd.GreaterThan(a, b), b, a));
    }

    public readonly struct Greater : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => One(TSimd.GreaterThan(a, b));
    }

    public readonly struct GreaterOrEqual : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => One(Neither(TSimd.GreaterThan(b, a), a, b));
    }

    public readonly struct Less : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => One(TSimd.GreaterThan(b, a));
    }

    public readonly struct LessOrEqual : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => One(Neither(TSimd.GreaterThan(a, b), a, b));
    }

    public readonly struct Equal : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => One(AreEqual(a, b));
    }

    public readonly struct NotEqual : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => TSimd.Subtract(TSimd.Broadcast(1), One(AreEqual(a, b)));
    }

    public readonly struct Keep : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) =>
            TSimd.Select(AreEqual(b, TSimd.Broadcast(0)), TSimd.Broadcast(0), a);
    }

    public readonly struct Second : IBinaryKernel<TFloat>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TFloat Apply(TFloat a, TFloat b) => b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt IsNaN(TFloat value) => TSimd.GreaterOrEqual(
        TSimd.And(TSimd.AsInt(value), TSimd.BroadcastInt(0x7FFFFFFF)), TSimd.BroadcastInt(0x7F800001));

    /// <summary>The lanes where a mask is not set and neither number is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Neither(TInt mask, TFloat a, TFloat b) =>
        TSimd.Xor(TSimd.Or(mask, TSimd.Or(IsNaN(a), IsNaN(b))), TSimd.BroadcastInt(uint.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt AreEqual(TFloat a, TFloat b) =>
        Neither(TSimd.Or(TSimd.GreaterThan(a, b), TSimd.GreaterThan(b, a)), a, b);

    /// <summary>1 where the mask is set, else +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloat One(TInt mask) => TSimd.Select(mask, TSimd.Broadcast(1), TSimd.Broadcast(0));
}
