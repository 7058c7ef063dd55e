using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mirrored;

/// <summary>Sixteen float32 lanes in 512-bit vectors.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>, Vector512<uint>>
{
    public static int Width => Vector512<float>.Count;

    public static Vector512<uint> Sequence => Vector512<uint>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector512<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadBytes(byte* source)
    {
        (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(Vector128.Load(source).ToVector256());
        _ = high;
        (Vector256<uint> first, Vector256<uint> second) = Vector256.Widen(low);
        return Vector512.ConvertToSingle(Vector512.Create(first, second).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sqrt(Vector512<float> value) => Vector512.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> GreaterThan(Vector512<float> a, Vector512<float> b) =>
        Vector512.GreaterThan(a, b).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<uint> mask, Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(mask.AsSingle(), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LoadInt(uint* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInt(uint* destination, Vector512<uint> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> BroadcastInt(uint value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AsInt(Vector512<float> value) => value.AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AsFloat(Vector512<uint> value) => value.AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddInt(Vector512<uint> a, Vector512<uint> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SubtractInt(Vector512<uint> a, Vector512<uint> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> And(Vector512<uint> a, Vector512<uint> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Or(Vector512<uint> a, Vector512<uint> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftLeft(Vector512<uint> value, int bits) => value << bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRight(Vector512<uint> value, int bits) => value >>> bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> GreaterOrEqual(Vector512<uint> a, Vector512<uint> b) =>
        Vector512.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> MultiplyWide(Vector512<uint> a, uint b, out Vector512<uint> low)
    {
        // Even and odd lanes as 64-bit products; their halves are put back into place.
        Vector512<uint> factor = Vector512.Create(b);
        Vector512<ulong> even = MultiplyEven(a, factor);
        Vector512<ulong> odd = MultiplyEven((a.AsUInt64() >>> 32).AsUInt32(), factor);
        low = ((even & Vector512.Create(0xFFFFFFFFul)) | (odd << 32)).AsUInt32();
        return ((even >>> 32) | (odd & Vector512.Create(0xFFFFFFFF00000000ul))).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyEven(Vector512<uint> a, Vector512<uint> b) => Avx512F.IsSupported
        ? Avx512F.Multiply(a, b)
        : (a.AsUInt64() & Vector512.Create(0xFFFFFFFFul)) * (b.AsUInt64() & Vector512.Create(0xFFFFFFFFul));

    public static int Registers => 32;
}
