// Four neighbouring columns of a row: what one thread of the element-wise kernels works on.
#pragma once
#include "mirrored.cuh"

// Loads and stores of up to four floats that may be unaligned: rows whose length is no multiple of four.
DEVICE float4 load_some(const float* address, i32 count)
{
    float4 v{0.0f, 0.0f, 0.0f, 0.0f};
    v.x = address[0];
    if (count > 1) v.y = address[1];
    if (count > 2) v.z = address[2];
    if (count > 3) v.w = address[3];
    return v;
}

DEVICE void store_some(float* address, float4 v, i32 count)
{
    address[0] = v.x;
    if (count > 1) address[1] = v.y;
    if (count > 2) address[2] = v.z;
    if (count > 3) address[3] = v.w;
}
