using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>A tile row of one vector, for the last columns where a second one would be padding.</summary>
internal readonly unsafe struct NarrowTileRow<TSimd, TFloat, TInt>(TFloat value)
    : ITileRow<NarrowTileRow<TSimd, TFloat, TInt>>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly TFloat _value = value;

    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.Width;
    }

    public static int Height
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => WideTileRow<TSimd, TFloat, TInt>.Height;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NarrowTileRow<TSimd, TFloat, TInt> Load(float* source) => new(TSimd.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, NarrowTileRow<TSimd, TFloat, TInt> value) =>
        TSimd.Store(destination, value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NarrowTileRow<TSimd, TFloat, TInt> MultiplyAdd(
        float* left, NarrowTileRow<TSimd, TFloat, TInt> right, NarrowTileRow<TSimd, TFloat, TInt> sum) =>
        new(TSimd.MultiplyAdd(TSimd.Broadcast(*left), right._value, sum._value));
}
