// Exponential, logarithm, hyperbolic tangent, logistic function and their like for float32: the same exactly rounded operations in
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
constexpr float Expm1Min = -17.5f;
constexpr float ErfSmall = 1.0f;
constexpr float Erf0 = 0x1.06eba8p-3f;
constexpr float Erf1 = -0x1.81273ep-2f;
constexpr float Erf2 = 0x1.ce2ce6p-4f;
constexpr float Erf3 = -0x1.b7f71ap-6f;
constexpr float Erf4 = 0x1.53f224p-8f;
constexpr float Erf5 = -0x1.a3515ep-11f;
constexpr float Erf6 = 0x1.4771fcp-14f;
constexpr float ErfLarge = 4.0f;
constexpr float Erfc0 = 0x1.66117ep-12f;
constexpr float Erfc1 = 0x1.2088eep+0f;
constexpr float Erfc2 = 0x1.46bae0p-1f;
constexpr float Erfc3 = 0x1.a65396p-4f;
constexpr float Erfc4 = -0x1.65cc12p-6f;
constexpr float Erfc5 = 0x1.825c1p-9f;
constexpr float Erfc6 = -0x1.86defp-13f;

constexpr u32 RoundBits = 0x4B400000u;
constexpr u32 SignBit = 0x80000000u;
constexpr u32 InfinityBits = 0x7F800000u;
constexpr u32 OneBits = 0x3F800000u;
constexpr u32 SqrtHalfBits = 0x3F3504F3u;
constexpr u32 SmallestNormalBits = 0x00800000u;
constexpr i32 MantissaBits = 23;
constexpr i32 ExponentBias = 127;
} // namespace vector_math

// e^r - 1 where x = n ln 2 + r with whole n and |r| <= ln 2 / 2; `rounded` holds n in its lowest bits.
DEVICE float reduced_expm1(float x, float& rounded)
{
    using namespace vector_math;
    // NaN passes both comparisons.
    x = x > ExpMax ? ExpMax : x;
    x = ExpMin > x ? ExpMin : x;
    rounded = fmaf(x, Log2E, Round);
    float n = rounded - Round;
    float r = fmaf(n, -Ln2High, x);
    r = fmaf(n, -Ln2Low, r);

    float p = Exp4;
    p = fmaf(p, r, Exp3);
    p = fmaf(p, r, Exp2);
    p = fmaf(p, r, Exp1);
    p = fmaf(p, r, Exp0);
    return fmaf(r * r, p, r);
}

DEVICE float vector_exp(float x)
{
    using namespace vector_math;
    float rounded;
    float p = reduced_expm1(x, rounded) + 1.0f;

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

// e^x - 1, without cancellation near 0; it has the sign of x.
DEVICE float vector_expm1(float x)
{
    using namespace vector_math;
    float a = Expm1Min > x ? Expm1Min : x;
    float rounded;
    float small = reduced_expm1(a, rounded);
    // 2^(n-1), so that n = 128 is in range, too.
    float scale = bits_float((float_bits(rounded) - (RoundBits - (ExponentBias - 1))) << MantissaBits);
    float result = fmaf(scale, small, scale - 0.5f);
    return bits_float(float_bits(result + result) | (float_bits(x) & SignBit));
}

// log(1 + x), without cancellation near 0; it has the sign of x.
DEVICE float vector_log1p(float x)
{
    using namespace vector_math;
    float sum = 1.0f + x;
    // What 1 + x lost in rounding, to first order; none where the logarithm is not finite.
    float lost = (x - (sum - 1.0f)) / sum;
    bool finite = sum > 0.0f && bits_float(InfinityBits) > sum;
    float result = vector_log(sum) + (finite ? lost : 0.0f);
    return bits_float(float_bits(result) | (float_bits(x) & SignBit));
}

DEVICE float vector_erf(float x)
{
    using namespace vector_math;
    u32 sign = float_bits(x) & SignBit;
    float a = bits_float(float_bits(x) ^ sign);

    float square = a * a;
    float p = Erf6;
    p = fmaf(p, square, Erf5);
    p = fmaf(p, square, Erf4);
    p = fmaf(p, square, Erf3);
    p = fmaf(p, square, Erf2);
    p = fmaf(p, square, Erf1);
    p = fmaf(p, square, Erf0);
    float small = fmaf(a, p, a);

    // NaN comes this way.
    float t = a > ErfLarge ? ErfLarge : a;
    float q = Erfc6;
    q = fmaf(q, t, Erfc5);
    q = fmaf(q, t, Erfc4);
    q = fmaf(q, t, Erfc3);
    q = fmaf(q, t, Erfc2);
    q = fmaf(q, t, Erfc1);
    q = fmaf(q, t, Erfc0);
    float large = 1.0f - vector_exp(0.0f - q);
    return bits_float(float_bits(ErfSmall > a ? small : large) | sign);
}
