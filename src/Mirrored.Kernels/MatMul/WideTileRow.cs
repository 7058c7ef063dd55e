using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>A tile row of two vectors: each broadcast of the left factor feeds two multiply-adds.</summary>
internal readonly unsafe struct WideTileRow<TSimd, TFloat, TInt>(TFloat left, TFloat right)
    : ITileRow<WideTileRow<TSimd, TFloat, TInt>>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly TFloat _left = left;
    private readonly TFloat _right = right;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TSimd.Width;
    }

    public static int Height
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.Registers >= 32 ? 12 : 6;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideTileRow<TSimd, TFloat, TInt> Load(float* source) =>
        new(TSimd.Load(source), TSimd.Load(source + TSimd.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, WideTileRow<TSimd, TFloat, TInt> value)
    {
        TSimd.Store(destination, value._left);
        TSimd.Store(destination + TSimd.Width, value._right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideTileRow<TSimd, TFloat, TInt> MultiplyAdd(
        float* left, WideTileRow<TSimd, TFloat, TInt> right, WideTileRow<TSimd, TFloat, TInt> sum)
    {
        TFloat factor = TSimd.Broadcast(*left);
        return new(
            TSimd.MultiplyAdd(factor, right._left, sum._left),
            TSimd.MultiplyAdd(factor, right._right, sum._right));
    }
}
