// The kernel language on a GPU: CUDA's words over clang's own NVPTX builtins. Neither NVIDIA's headers nor libdevice
// are needed, so the PTX can be rebuilt wherever Debian's clang installs.
#pragma once
#include "types.cuh"

// Clang's header of threadIdx and friends only needs these two to be declared.
struct uint3;
struct dim3;

#define __host__ __attribute__((host))
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#include <__clang_cuda_builtin_vars.h>

// A function that is part of a kernel: always inlined, so that no PTX call is left.
#define DEVICE static inline __device__ __attribute__((always_inline))

// The same for members of a class.
#define METHOD __device__ __attribute__((always_inline))

// Memory that a block shares. A macro, because the simulator has to find, guard and poison it.
#define SHARED(type, name, ...) __attribute__((shared)) type name __VA_ARGS__

// Makes the kernel known to the simulator; a GPU finds it by its name in the PTX.
#define EXPORT_TO_SIMULATOR(name)

// Aligned loads and stores of four elements of global memory, one instruction each. In PTX, because the optimiser takes
// a vector load apart wherever the scalar path beside it loads the first element too.
DEVICE u64 global_address(const void* address) { return (u64)(const __attribute__((address_space(1))) void*)address; }

DEVICE float4 load4(const float* address)
{
    float4 v;
    asm volatile("ld.global.v4.f32 {%0, %1, %2, %3}, [%4];"
                 : "=f"(v.x), "=f"(v.y), "=f"(v.z), "=f"(v.w)
                 : "l"(global_address(address))
                 : "memory");
    return v;
}

DEVICE uint4 load4(const u32* address)
{
    uint4 v;
    asm volatile("ld.global.v4.u32 {%0, %1, %2, %3}, [%4];"
                 : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w)
                 : "l"(global_address(address))
                 : "memory");
    return v;
}

DEVICE uchar4 load4(const u8* address)
{
    u32 v;
    asm volatile("ld.global.u32 %0, [%1];" : "=r"(v) : "l"(global_address(address)) : "memory");
    return uchar4{(u8)v, (u8)(v >> 8), (u8)(v >> 16), (u8)(v >> 24)};
}

DEVICE void store4(float* address, float4 v)
{
    asm volatile("st.global.v4.f32 [%0], {%1, %2, %3, %4};"
                 :
                 : "l"(global_address(address)), "f"(v.x), "f"(v.y), "f"(v.z), "f"(v.w)
                 : "memory");
}

DEVICE void store4(u32* address, uint4 v)
{
    asm volatile("st.global.v4.u32 [%0], {%1, %2, %3, %4};"
                 :
                 : "l"(global_address(address)), "r"(v.x), "r"(v.y), "r"(v.z), "r"(v.w)
                 : "memory");
}

// ---- meetings of threads -------------------------------------------------------------------------------------------
DEVICE void sync_block() { __nvvm_bar_sync(0); }

constexpr u32 FullWarp = 0xFFFFFFFFu;

// Lets every lane of the warp arrive, and makes their memory accesses visible to each other.
DEVICE void sync_warp() { __nvvm_bar_warp_sync(FullWarp); }

DEVICE float warp_max(float value)
{
    for (i32 distance = 16; distance > 0; distance >>= 1)
        value = __nvvm_fmax_f(value, __nvvm_shfl_sync_bfly_f32(FullWarp, value, distance, 31));
    return value;
}

DEVICE i32 warp_min(i32 value)
{
    for (i32 distance = 16; distance > 0; distance >>= 1)
    {
        i32 other = __nvvm_shfl_sync_bfly_i32(FullWarp, value, distance, 31);
        value = other < value ? other : value;
    }
    return value;
}

// sum + value(lane 0) + value(lane 1) + ... + value(lane count-1), added in exactly this order; all lanes get the
// result.
DEVICE float warp_add_in_order(float sum, float value, i32 count)
{
    for (i32 lane = 0; lane < count; lane++) sum += __nvvm_shfl_sync_idx_f32(FullWarp, value, lane, 31);
    return sum;
}

// The same with fused multiply-adds: sum = fma(a(lane), b(lane), sum) for lane 0, 1, ..., count-1.
DEVICE float warp_fma_in_order(float sum, float a, float b, i32 count)
{
    for (i32 lane = 0; lane < count; lane++)
        sum = __builtin_fmaf(__nvvm_shfl_sync_idx_f32(FullWarp, a, lane, 31),
                             __nvvm_shfl_sync_idx_f32(FullWarp, b, lane, 31), sum);
    return sum;
}

// ---- arithmetic: each of these is one correctly rounded instruction ------------------------------------------------
DEVICE float fmaf(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
DEVICE float fmaxf(float a, float b) { return __nvvm_fmax_f(a, b); }
DEVICE float sqrtf(float x) { return __nvvm_sqrt_rn_f(x); }
DEVICE double sqrt_f64(double x) { return __nvvm_sqrt_rn_d(x); }
DEVICE float fabsf(float x) { return __builtin_fabsf(x); }
DEVICE u32 float_bits(float x) { return __builtin_bit_cast(u32, x); }
DEVICE float bits_float(u32 x) { return __builtin_bit_cast(float, x); }
