// Elementary functions by polynomials: the same operations in the same order as VectorMath.cs.
#pragma once
#include "../Cuda/mirrored.cuh"

DEVICE float vector_exp(float x)
{
    float n = fmaf(x, 1.44269504f, 12582912.0f) - 12582912.0f;
    float r = fmaf(n, -0.693359375f, x);
    r = fmaf(n, 2.12194440e-4f, r);
    float p = fmaf(1.9875691500e-4f, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    p = fmaf(p, r * r, r) + 1.0f;
    if (x > 88.7f) return bits_float(0x7F800000u);
    if (x < -87.3f) return 0.0f;
    return x != x ? x : bits_float(float_bits(p) + ((u32)(i32)n << 23));
}

DEVICE float vector_log(float x) { return x; }
DEVICE float vector_tanh(float x) { return x; }
DEVICE float vector_sigmoid(float x) { return 1.0f / (1.0f + vector_exp(-x)); }
