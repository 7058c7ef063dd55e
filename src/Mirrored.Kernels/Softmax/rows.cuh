// What kernels that give one warp to each row share: reductions along a row, in the order that the contracts document.
#pragma once
#include "../Cuda/mirrored.cuh"
#include "../Simd/vector_math.cuh"

constexpr i32 WarpsPerBlock = BlockThreads / WarpSize;

DEVICE i32 lane_number() { return (i32)(threadIdx.x % WarpSize); }
DEVICE i64 first_row() { return (i64)blockIdx.x * WarpsPerBlock + threadIdx.x / WarpSize; }
DEVICE i64 row_stride() { return (i64)gridDim.x * WarpsPerBlock; }
DEVICE i32 smaller(i32 a, i32 b) { return a < b ? a : b; }
DEVICE float negative_infinity() { return bits_float(0xFF800000u); }

// The largest of a row; NaN elements are passed over.
DEVICE float row_max(const float* row, i32 columns)
{
    float largest = negative_infinity();
    for (i32 c = lane_number(); c < columns; c += WarpSize) largest = fmaxf(largest, row[c]);
    return warp_max(largest);
}

// 1 when the label's number is larger than all before it and no smaller than any after it, else 0; so a row with NaN in
// it is never right, and neither is a label outside the row.
DEVICE float label_is_first_largest(const float* row, i32 columns, i32 label)
{
    bool valid = (u32)label < (u32)columns;
    float largest = valid ? row[label] : 0.0f;
    i32 right = valid ? 1 : 0;
    for (i32 c = lane_number(); c < columns; c += WarpSize)
    {
        bool below = c < label ? largest > row[c] : largest >= row[c];
        if (!below) right = 0;
    }
    return (float)warp_min(right);
}

// sum_j e^(x_j - largest), from the first column to the last.
DEVICE float row_exp_sum(const float* row, i32 columns, float largest)
{
    float sum = 0.0f;
    for (i32 start = 0; start < columns; start += WarpSize)
    {
        i32 c = start + lane_number();
        float e = c < columns ? vector_exp(row[c] - largest) : 0.0f;
        sum = warp_add_in_order(sum, e, smaller(columns - start, WarpSize));
    }
    return sum;
}
