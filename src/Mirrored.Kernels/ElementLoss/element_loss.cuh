// The rules of ElementLossFunction: loss and slope of one prediction and its label, as the C# structs have them.
#pragma once
#include "../Simd/vector_math.cuh"

enum ElementLossFunction : i32
{
    SquaredError = 0,
    AbsoluteError = 1,
    PercentageError = 2,
    SquaredLogarithmicError = 3,
    Huber = 4,
    LogCosh = 5,
    Poisson = 6,
    KLDivergence = 7,
    Hinge = 8,
    SquaredHinge = 9,
    BinaryCrossEntropy = 10,
    BinaryCrossEntropyFromLogit = 11,
    BinaryAccuracy = 12,
};

namespace loss_math
{
constexpr float Epsilon = 1e-7f;
constexpr float OneLessEpsilon = (float)(1 - 1e-7);
constexpr float Log2 = 0.693147182f;

DEVICE float sign(float x) { return x > 0.0f ? 1.0f : 0.0f > x ? -1.0f : x; }
DEVICE float at_least(float x, float least) { return least > x ? least : x; }
DEVICE float clip(float x, float least, float most) { return least > x ? least : x > most ? most : x; }
DEVICE bool is_outside(float x, float least, float most) { return least > x || x > most; }
DEVICE float smooth(float t, float s) { return fmaf(t, 1.0f - s, 0.5f * s); }
DEVICE float side(float t) { return t == 0.0f ? -1.0f : t; }
} // namespace loss_math

struct LossAndSlope
{
    float loss, slope;
};

DEVICE LossAndSlope error_loss(i32 function, float p, float t)
{
    using namespace loss_math;
    float d = p - t;
    if (function == SquaredError) return {d * d, d + d};
    if (function == AbsoluteError) return {fabsf(d), sign(d)};
    if (function == PercentageError)
    {
        float weight = 100.0f / at_least(fabsf(t), Epsilon);
        return {fabsf(d) * weight, sign(d) * weight};
    }
    float q = 1.0f + at_least(p, Epsilon), u = 1.0f + at_least(t, Epsilon);
    d = vector_log(q) - vector_log(u);
    float steep = (d + d) / q;
    return {d * d, Epsilon > p ? 0.0f : steep};
}

DEVICE LossAndSlope robust_loss(i32 function, float p, float t, float width)
{
    using namespace loss_math;
    float d = p - t, size = fabsf(d);
    if (function == LogCosh)
    {
        float log = vector_log(1.0f + vector_exp(-2.0f * size));
        return {size + (log - Log2), vector_tanh(d)};
    }
    if (size > width) return {width * (size - 0.5f * width), sign(d) * width};
    return {d * d * 0.5f, d};
}

DEVICE LossAndSlope distribution_loss(i32 function, float p, float t, float smoothing)
{
    using namespace loss_math;
    if (function == Poisson)
    {
        float q = p + Epsilon;
        return {p - t * vector_log(q), 1.0f - t / q};
    }
    if (function == KLDivergence)
    {
        float u = clip(t, Epsilon, 1.0f), q = clip(p, Epsilon, 1.0f);
        return {u * vector_log(u / q), is_outside(p, Epsilon, 1.0f) ? 0.0f : 0.0f - u / q};
    }
    float u = smooth(t, smoothing);
    if (function == BinaryCrossEntropyFromLogit)
    {
        float log = vector_log(1.0f + vector_exp(0.0f - fabsf(p)));
        return {(at_least(p, 0.0f) - p * u) + log, vector_sigmoid(p) - u};
    }
    float v = 1.0f - u, c = clip(p, Epsilon, OneLessEpsilon);
    float yes = c + Epsilon, no = (1.0f - c) + Epsilon;
    float steep = v / no - u / yes;
    return {0.0f - (u * vector_log(yes) + v * vector_log(no)), is_outside(p, Epsilon, OneLessEpsilon) ? 0.0f : steep};
}

DEVICE LossAndSlope decision_loss(i32 function, float p, float t, float threshold)
{
    if (function == BinaryAccuracy) return {(p > threshold ? 1.0f : 0.0f) == t ? 1.0f : 0.0f, 0.0f};
    float side = loss_math::side(t), margin = 1.0f - side * p;
    bool flat = margin <= 0.0f;
    if (function == Hinge) return {flat ? 0.0f : margin, flat ? 0.0f : 0.0f - side};
    margin = flat ? 0.0f : margin;
    return {margin * margin, -2.0f * side * margin};
}

DEVICE LossAndSlope element_loss(i32 function, float p, float t, float parameter)
{
    if (function <= SquaredLogarithmicError) return error_loss(function, p, t);
    if (function <= LogCosh) return robust_loss(function, p, t, parameter);
    if (function == Hinge || function == SquaredHinge || function == BinaryAccuracy)
        return decision_loss(function, p, t, parameter);
    return distribution_loss(function, p, t, parameter);
}
