using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>One lane: plain scalar arithmetic, for processors without vectors and as the reference in tests.</summary>
internal readonly unsafe struct SimdPortable : ISimd<float, uint>
{
    public static int Width => 1;

    public static uint Sequence => 0;

    public static float Load(float* source) => *source;

    public static void Store(float* destination, float value) => *destination = value;

    public static float Broadcast(float value) => value;

    public static float LoadBytes(byte* source) => *source;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float Divide(float a, float b) => a / b;

    public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    public static float Sqrt(float value) => MathF.Sqrt(value);

    public static uint GreaterThan(float a, float b) => a > b ? uint.MaxValue : 0;

    public static float Select(uint mask, float a, float b) => mask != 0 ? a : b;

    public static uint LoadInt(uint* source) => *source;

    public static void StoreInt(uint* destination, uint value) => *destination = value;

    public static uint BroadcastInt(uint value) => value;

    public static uint AsInt(float value) => Unsafe.BitCast<float, uint>(value);

    public static float AsFloat(uint value) => Unsafe.BitCast<uint, float>(value);

    public static uint AddInt(uint a, uint b) => a + b;

    public static uint SubtractInt(uint a, uint b) => a - b;

    public static uint Xor(uint a, uint b) => a ^ b;

    public static uint And(uint a, uint b) => a & b;

    public static uint Or(uint a, uint b) => a | b;

    public static uint ShiftLeft(uint value, int bits) => value << bits;

    public static uint ShiftRight(uint value, int bits) => value >>> bits;

    public static uint GreaterOrEqual(uint a, uint b) => a >= b ? uint.MaxValue : 0;

    public static uint MultiplyWide(uint a, uint b, out uint low)
    {
        ulong product = (ulong)a * b;
        low = (uint)product;
        return (uint)(product >> 32);
    }

    public static int Registers => 16;
}
