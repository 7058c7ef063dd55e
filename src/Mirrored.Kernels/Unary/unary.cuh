// The functions of UnaryFunction.cs and their derivatives: the roundings of UnaryKernels.cs in the same order.
#pragma once
#include "../Cuda/quads.cuh"
#include "../Simd/vector_math.cuh"

// The values of the C# enum UnaryFunction.
enum class Unary : i32
{
    Exp, Expm1, Log, Log1p, Sqrt, Rsqrt, Square, Reciprocal, Abs, Sign, Pow, Clip, Erf, Elu, LeakyRelu, Softplus, Softsign,
    Swish, Gelu, GeluTanh, HardSigmoid,
};

// The twin of UnaryParameters.cs.
struct UnaryParameters
{
    float a, b, c;
};

constexpr float TwoOverSqrtPi = 1.12837917f, OneOverSqrtTwo = 0.707106781f, OneOverSqrtTwoPi = 0.398942280f;
constexpr float SqrtTwoOverPi = 0.797884561f, Cubic = 0.044715f, LowestFloat = -3.40282347e+38f;

DEVICE float power(float x, float exponent) { return vector_exp(exponent * vector_log(x)); }
DEVICE float sign_of(float x) { return x > 0.0f ? 1.0f : 0.0f > x ? -1.0f : x; }

// The probability that a normal number is below x.
DEVICE float normal_below(float x) { return 0.5f * (1.0f + vector_erf(OneOverSqrtTwo * x)); }

DEVICE float tanh_argument(float x) { return SqrtTwoOverPi * fmaf(Cubic, x * x * x, x); }

DEVICE float clip(float x, float least, float most)
{
    x = least > x ? least : x; // NaN stays NaN
    return x > most ? most : x;
}

DEVICE float leaky_relu(float x, UnaryParameters p)
{
    if (x > p.b) return x > p.c ? p.c : x;
    // The difference is kept finite, so that a slope of 0 gives 0.
    float below = x - p.b;
    return fmaf(p.a, LowestFloat > below ? LowestFloat : below, 0.0f);
}

DEVICE float softplus(float x)
{
    return (0.0f > x ? 0.0f : x) + vector_log1p(vector_exp(-1.0f * fabsf(x)));
}

DEVICE float unary_forward(float x, Unary function, UnaryParameters p)
{
    switch (function)
    {
        case Unary::Exp: return vector_exp(x);
        case Unary::Expm1: return vector_expm1(x);
        case Unary::Log: return vector_log(x);
        case Unary::Log1p: return vector_log1p(x);
        case Unary::Sqrt: return sqrtf(x);
        case Unary::Rsqrt: return 1.0f / sqrtf(x);
        case Unary::Square: return x * x;
        case Unary::Reciprocal: return 1.0f / x;
        case Unary::Abs: return fabsf(x);
        case Unary::Sign: return sign_of(x);
        case Unary::Pow: return power(x, p.a);
        case Unary::Clip: return clip(x, p.a, p.b);
        case Unary::Erf: return vector_erf(x);
        case Unary::Elu: return p.b * (x > 0.0f ? x : p.a * vector_expm1(x));
        case Unary::LeakyRelu: return leaky_relu(x, p);
        case Unary::Softplus: return softplus(x);
        case Unary::Softsign: return x / (1.0f + fabsf(x));
        case Unary::Swish: return x * vector_sigmoid(x);
        case Unary::Gelu: return x * normal_below(x);
        case Unary::GeluTanh: return 0.5f * x * (1.0f + vector_tanh(tanh_argument(x)));
        case Unary::HardSigmoid: return clip(fmaf(0.2f, x, 0.5f), 0.0f, 1.0f);
        default: return quiet_nan();
    }
}

DEVICE float gelu_gradient(float dy, float x)
{
    float density = OneOverSqrtTwoPi * vector_exp(-0.5f * x * x);
    return dy * fmaf(x, density, normal_below(x));
}

DEVICE float gelu_tanh_gradient(float dy, float x)
{
    float t = vector_tanh(tanh_argument(x));
    float inner = fmaf(3.0f * Cubic * SqrtTwoOverPi * x, x, SqrtTwoOverPi);
    float slope = fmaf(-1.0f * t, t, 1.0f) * inner;
    return dy * (0.5f * fmaf(x, slope, 1.0f + t));
}

DEVICE float swish_gradient(float dy, float x)
{
    float s = vector_sigmoid(x);
    return dy * fmaf(x * s, 1.0f - s, s);
}

DEVICE float hard_sigmoid_gradient(float dy, float x)
{
    float line = fmaf(0.2f, x, 0.5f);
    return line > 0.0f && 1.0f > line ? 0.2f * dy : 0.0f;
}

// v is the output of Exp, Expm1, Sqrt, Rsqrt and Reciprocal, of all others the input.
DEVICE float unary_backward(float dy, float v, Unary function, UnaryParameters p)
{
    switch (function)
    {
        case Unary::Exp: return dy * v;
        case Unary::Expm1: return dy * (v + 1.0f);
        case Unary::Log: return dy / v;
        case Unary::Log1p: return dy / (1.0f + v);
        case Unary::Sqrt: return dy * 0.5f / v;
        case Unary::Rsqrt: return dy * ((-0.5f * v) * (v * v));
        case Unary::Square: return dy * (v + v);
        case Unary::Reciprocal: return dy * (-1.0f * (v * v));
        case Unary::Abs: return dy * sign_of(v);
        case Unary::Sign: return 0.0f;
        case Unary::Pow: return dy * (p.a * power(v, p.a - 1.0f));
        case Unary::Clip: return p.a > v || v > p.b ? 0.0f : dy;
        case Unary::Erf: return dy * (TwoOverSqrtPi * vector_exp(-1.0f * v * v));
        case Unary::Elu: return dy * (p.b * (v > 0.0f ? 1.0f : p.a * vector_exp(v)));
        case Unary::LeakyRelu: return v > p.b ? (p.c > v ? dy : 0.0f) : p.a * dy;
        case Unary::Softplus: return dy * vector_sigmoid(v);
        case Unary::Softsign: return dy / ((1.0f + fabsf(v)) * (1.0f + fabsf(v)));
        case Unary::Swish: return swish_gradient(dy, v);
        case Unary::Gelu: return gelu_gradient(dy, v);
        case Unary::GeluTanh: return gelu_tanh_gradient(dy, v);
        case Unary::HardSigmoid: return hard_sigmoid_gradient(dy, v);
        default: return quiet_nan();
    }
}
