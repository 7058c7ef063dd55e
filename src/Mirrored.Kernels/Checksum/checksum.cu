// ChecksumOperation: the sum modulo 2^64 of mix(bits, position) over all elements, as one partial sum for each block.
#include "../Cuda/mirrored.cuh"

struct ChecksumArguments
{
    const u32* input; // (count): the bits of floats
    u64* output;      // a word for each block
    i64 count;        // elements
};
static_assert(sizeof(ChecksumArguments) == 24, "ChecksumArguments must match its C# twin");

DEVICE u64 mix(u32 bits, i64 i)
{
    u64 h = (u64)bits ^ ((u64)i * 0x9E3779B97F4A7C15ull);
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93ull;
    return h ^ (h >> 32);
}

// Grid: as many blocks as the output has words.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_checksum(ChecksumArguments args)
{
    SHARED(u64, sums, [BlockThreads]);
    u64 sum = 0;
    for (i64 i = grid_thread(); i < args.count; i += grid_threads()) sum += mix(args.input[i], i);
    sums[threadIdx.x] = sum;
    sync_block();
    for (u32 half = BlockThreads / 2; half > 0; half /= 2)
    {
        if (threadIdx.x < half) sums[threadIdx.x] += sums[threadIdx.x + half];
        sync_block();
    }
    if (threadIdx.x == 0) args.output[blockIdx.x] = sums[0];
}
EXPORT_TO_SIMULATOR(mirrored_checksum)
