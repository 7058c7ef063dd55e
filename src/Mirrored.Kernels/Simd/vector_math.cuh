// Exponential, logarithm, hyperbolic tangent and logistic function of float32: the same exactly rounded operations in
// the same order as VectorMath.cs, with the constants of VectorMathConstants.cs, so that CPU and GPU give the same
// bits.
#pragma once
#include "../Cuda/mirrored.cuh"

namespace vector_math
{
constexpr float Round = 0x1.8p+23f;
constexpr float Log2E = 0x1.715476p+0f;
constexpr float Ln2High = 0x1.62e43p-1f;
constexpr float Ln2Low = -0x1.05c61p-29f;
constexpr float ExpMax = 89.0f;
constexpr float ExpMin = -104.0f;
constexpr float Exp0 = 0x1.fffffcp-2f;
constexpr float Exp1 = 0x1.555492p-3f;
constexpr float Exp2 = 0x1.5558aep-5f;
constexpr float Exp3 = 0x1.12398p-7f;
constexpr float Exp4 = 0x1.6a4f28p-10f;
constexpr float Log0 = 0x1.555548p-2f;
constexpr float Log1 = -0x1.000006p-2f;
constexpr float Log2 = 0x1.99a478p-3f;
constexpr float Log3 = -0x1.555c4cp-3f;
constexpr float Log4 = 0x1.233b72p-3f;
constexpr float Log5 = -0x1.fc2706p-4f;
constexpr float Log6 = 0x1.e6c146p-4f;
constexpr float Log7 = -0x1.de0e46p-4f;
constexpr float Log8 = 0x1.147fe4p-4f;
constexpr float TanhSmall = 0.625f;
constexpr float Tanh0 = -0x1.555532p-2f;
constexpr float Tanh1 = 0x1.1106fcp-3f;
constexpr float Tanh2 = -0x1.b83738p-5f;
constexpr float Tanh3 = 0x1.5207b8p-6f;
constexpr float Tanh4 = -0x1.75619ap-8f;

constexpr u32 RoundBits = 0x4B400000u;
constexpr u32 SignBit = 0x80000000u;
constexpr u32 InfinityBits = 0x7F800000u;
constexpr u32 OneBits = 0x3F800000u;
constexpr u32 SqrtHalfBits = 0x3F3504F3u;
constexpr u32 SmallestNormalBits = 0x00800000u;
constexpr i32 MantissaBits = 23;
constexpr i32 ExponentBias = 127;
} // namespace vector_math

DEVICE float vector_exp(float x)
{
    using namespace vector_math;
    // x = n ln 2 + r with whole n and |r| <= ln 2 / 2. NaN passes both comparisons.
    x = x > ExpMax ? ExpMax : x;
    x = ExpMin > x ? ExpMin : x;
    float rounded = fmaf(x, Log2E, Round);
    float n = rounded - Round;
    float r = fmaf(n, -Ln2High, x);
    r = fmaf(n, -Ln2Low, r);

    float p = Exp4;
    p = fmaf(p, r, Exp3);
    p = fmaf(p, r, Exp2);
    p = fmaf(p, r, Exp1);
    p = fmaf(p, r, Exp0);
    p = fmaf(r * r, p, r) + 1.0f;

    // 2^n as two factors whose exponents are in range, so that only the last product rounds or overflows.
    u32 biased = float_bits(rounded) - (RoundBits - 2 * ExponentBias);
    u32 half = biased >> 1;
    u32 rest = biased - half;
    p = p * bits_float(half << MantissaBits);
    return p * bits_float(rest << MantissaBits);
}

// Minus infinity of 0, NaN of negative numbers.
DEVICE float vector_log(float x)
{
    using namespace vector_math;
    // Subnormal numbers are scaled into the normal range first.
    bool subnormal = bits_float(SmallestNormalBits) > x;
    float normal = subnormal ? x * (float)(1 << MantissaBits) : x;

    // normal = 2^e (1 + f) with sqrt(1/2) <= 1 + f < sqrt 2.
    u32 shifted = float_bits(normal) + (OneBits - SqrtHalfBits);
    u32 exponent = (shifted >> MantissaBits) - ExponentBias;
    u32 mantissa = float_bits(normal) - (exponent << MantissaBits);
    exponent -= subnormal ? MantissaBits : 0;
    float e = (float)(i32)exponent;
    float f = bits_float(mantissa) - 1.0f;

    float p = Log8;
    p = fmaf(p, f, Log7);
    p = fmaf(p, f, Log6);
    p = fmaf(p, f, Log5);
    p = fmaf(p, f, Log4);
    p = fmaf(p, f, Log3);
    p = fmaf(p, f, Log2);
    p = fmaf(p, f, Log1);
    p = fmaf(p, f, Log0);
    p = fmaf(p, f, -0.5f);
    float low = fmaf(f * f, p, e * Ln2Low);
    float result = fmaf(e, Ln2High, f + low);

    // What is positive and finite is done; infinity and NaN stay, 0 and negative numbers have no finite logarithm.
    float infinity = bits_float(InfinityBits);
    result = infinity > x ? result : x;
    float invalid = 0.0f > x ? quiet_nan() : x - infinity;
    return x > 0.0f ? result : invalid;
}

DEVICE float vector_tanh(float x)
{
    using namespace vector_math;
    u32 sign = float_bits(x) & SignBit;
    float a = bits_float(float_bits(x) ^ sign);

    float square = a * a;
    float p = Tanh4;
    p = fmaf(p, square, Tanh3);
    p = fmaf(p, square, Tanh2);
    p = fmaf(p, square, Tanh1);
    p = fmaf(p, square, Tanh0);
    float small = fmaf(square * a, p, a);

    // 1 - 2 / (e^2a + 1), without cancellation where a is large; NaN comes this way.
    float power = vector_exp(a + a);
    float large = 1.0f - 2.0f / (power + 1.0f);
    return bits_float(float_bits(TanhSmall > a ? small : large) | sign);
}

// 1 / (1 + e^-x), with e^-|x|, which cannot overflow.
DEVICE float vector_sigmoid(float x)
{
    float power = vector_exp(bits_float(float_bits(x) | vector_math::SignBit));
    float numerator = 0.0f > x ? power : 1.0f;
    return numerator / (1.0f + power);
}
