// Philox4x32-10, the counter-based generator of all random draws.
// Source: Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
#pragma once
#include "mirrored.cuh"

DEVICE uint4 philox(u32 c0, u32 c1, u32 c2, u32 c3, u64 key)
{
    u32 k0 = (u32)key, k1 = (u32)(key >> 32);
#pragma unroll
    for (i32 round = 0; round < 10; round++)
    {
        u64 p0 = (u64)0xD2511F53u * c0, p1 = (u64)0xCD9E8D57u * c2;
        c0 = (u32)(p1 >> 32) ^ c1 ^ k0;
        c1 = (u32)p1;
        c2 = (u32)(p0 >> 32) ^ c3 ^ k1;
        c3 = (u32)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return uint4{c0, c1, c2, c3};
}
