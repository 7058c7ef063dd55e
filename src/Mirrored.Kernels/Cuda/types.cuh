// Types that the device and the simulator share; layouts are CUDA's own.
#pragma once

using u8 = unsigned char;
using u32 = unsigned int;
using u64 = unsigned long long;
using i32 = int;
using i64 = long long;

struct alignas(4) uchar4
{
    u8 x, y, z, w;
};

struct alignas(16) float4
{
    float x, y, z, w;
};

struct alignas(16) uint4
{
    u32 x, y, z, w;
};

static_assert(sizeof(i64) == 8 && sizeof(void*) == 8, "Mirrored's kernels are 64-bit only");
