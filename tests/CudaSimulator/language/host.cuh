// The kernel language on the host: the simulator compiles the same .cu files with g++. The device side is
// src/Mirrored.Kernels/Cuda/device.cuh; every word there has its twin here.
#pragma once
#include <cmath>
#include <cstring>

#include "../core/kernel.h"
#include "types.cuh"

#define __global__
#define __launch_bounds__(...)
#define DEVICE static inline
#define METHOD inline

// A block's shared variable lives on the heap, one for each worker thread: guarded by the sanitizer, poisoned for every
// block.
#define SHARED(type, name, ...)                                                                                        \
    static const char name##_key = 0;                                                                                  \
    using name##_type = type __VA_ARGS__;                                                                              \
    name##_type& name = *(name##_type*)cudasim::shared_variable(&name##_key, sizeof(name##_type))

#define EXPORT_TO_SIMULATOR(name)                                                                                      \
    static const cudasim::KernelRegistration<&name> registration_of_##name{#name, MIRRORED_SOURCE_HASH};

#define threadIdx (*cudasim::current_thread)
#define blockIdx (cudasim::current_block.block)
#define blockDim (cudasim::current_block.threads)
#define gridDim (cudasim::current_block.grid)

template <class T, class U> DEVICE T same_bits(U value)
{
    static_assert(sizeof(T) == sizeof(U));
    T result;
    std::memcpy(&result, &value, sizeof result);
    return result;
}

DEVICE u32 float_bits(float x) { return same_bits<u32>(x); }
DEVICE float bits_float(u32 x) { return same_bits<float>(x); }

DEVICE double sqrt_f64(double x) { return std::sqrt(x); }

// A GPU refuses unaligned vector accesses, the host's processor would not.
template <class Quad> DEVICE Quad* aligned_quad(const void* p)
{
    if (((uintptr_t)p & (sizeof(Quad) - 1)) != 0) cudasim::kernel_misaligned(p);
    return (Quad*)p;
}

DEVICE float4 load4(const float* p) { return *aligned_quad<float4>(p); }
DEVICE uint4 load4(const u32* p) { return *aligned_quad<uint4>(p); }
DEVICE uchar4 load4(const u8* p) { return *aligned_quad<uchar4>(p); }
DEVICE void store4(float* p, float4 v) { *aligned_quad<float4>(p) = v; }
DEVICE void store4(u32* p, uint4 v) { *aligned_quad<uint4>(p) = v; }

#define sync_block() cudasim::meet_block(__LINE__)

DEVICE void sync_warp() { cudasim::meet_warp(cudasim::WarpOperation::Sync, {0, 0, 0, 0}); }

DEVICE float warp_max(float v)
{
    return bits_float(cudasim::meet_warp(cudasim::WarpOperation::Max, {float_bits(v), 0, 0, 0}));
}

DEVICE i32 warp_min(i32 v) { return (i32)cudasim::meet_warp(cudasim::WarpOperation::Min, {(u32)v, 0, 0, 0}); }

DEVICE float warp_add_in_order(float sum, float v, i32 count)
{
    return bits_float(
        cudasim::meet_warp(cudasim::WarpOperation::AddInOrder, {float_bits(v), 0, float_bits(sum), (u32)count}));
}

DEVICE float warp_fma_in_order(float sum, float a, float b, i32 count)
{
    cudasim::WarpOperands operands{float_bits(a), float_bits(b), float_bits(sum), (u32)count};
    return bits_float(cudasim::meet_warp(cudasim::WarpOperation::FmaInOrder, operands));
}
