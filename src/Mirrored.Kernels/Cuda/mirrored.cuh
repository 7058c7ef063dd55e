// The language that Mirrored's kernels are written in. The same sources are compiled by clang to PTX and by g++ for the
// CUDA simulator, which brings the host side of the language (tests/CudaSimulator/language).
//
// Rules: every entry takes one struct by value, whose C# twin declares the same fields; no local memory, no calls, no
// float atomics; an arithmetic order that the operation's contract (*Operation.cs) documents is kept exactly.
//
// Launch: blocks are one-dimensional, with exactly the threads of the entry's launch bounds. Grids are one-dimensional
// and may have any size, because the kernels loop over what is left; where an entry says otherwise, its word counts.
#pragma once
#if defined(__CUDA_ARCH__)
#include "device.cuh"
#else
#include "host.cuh"
#endif
#include "step.cuh"

constexpr i32 WarpSize = 32;

// Threads of a block in all element-wise kernels.
constexpr i32 BlockThreads = 256;

// This thread's number in the grid and the number of threads: the start and the stride of grid-stride loops.
DEVICE i64 grid_thread() { return (i64)blockIdx.x * blockDim.x + threadIdx.x; }
DEVICE i64 grid_threads() { return (i64)gridDim.x * blockDim.x; }

DEVICE bool is_aligned(const void* address, u64 bytes) { return ((u64)address & (bytes - 1)) == 0; }

DEVICE float quiet_nan() { return bits_float(0x7FC00000u); }
