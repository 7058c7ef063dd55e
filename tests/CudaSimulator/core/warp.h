// What a warp operation computes from the operands of its 32 lanes.
#pragma once
#include "kernel.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace cudasim
{
constexpr uint32_t Lanes = 32;

inline float as_float(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

inline uint32_t as_bits(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

// `operands` gives those of a lane.
template <class Operands> uint32_t combine_warp(WarpOperation operation, Operands operands)
{
    WarpOperands first = operands(0);
    float sum = as_float(first.sum);
    switch (operation)
    {
        case WarpOperation::Sync: return 0;
        case WarpOperation::Max:
        {
            float largest = as_float(first.a);
            for (uint32_t i = 1; i < Lanes; i++) largest = fmaxf(largest, as_float(operands(i).a));
            return as_bits(largest);
        }
        case WarpOperation::Min:
        {
            int32_t smallest = static_cast<int32_t>(first.a);
            for (uint32_t i = 1; i < Lanes; i++) smallest = std::min(smallest, static_cast<int32_t>(operands(i).a));
            return static_cast<uint32_t>(smallest);
        }
        case WarpOperation::AddInOrder:
            for (uint32_t i = 0; i < first.count; i++) sum += as_float(operands(i).a);
            return as_bits(sum);
        case WarpOperation::FmaInOrder:
            for (uint32_t i = 0; i < first.count; i++)
                sum = fmaf(as_float(operands(i).a), as_float(operands(i).b), sum);
            return as_bits(sum);
    }
    __builtin_unreachable();
}
} // namespace cudasim
