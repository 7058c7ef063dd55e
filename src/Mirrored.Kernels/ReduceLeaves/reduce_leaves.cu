// ReduceLeavesOperation: sums a slice of several flat ranges in a fixed order and writes the sum to all destinations.
#include "../Cuda/mirrored.cuh"

constexpr i32 MaximumRanges = 16;

struct ReduceLeavesArguments
{
    const float* sources[MaximumRanges]; // element 0 of each range
    float* destinations[MaximumRanges];  // element 0 of each range; may be among the sources
    i64 start;                           // the slice's first element
    i64 count;                           // the slice's elements
    i32 source_count;                    // 1 to MaximumRanges
    i32 destination_count;               // 1 to MaximumRanges
};
static_assert(sizeof(ReduceLeavesArguments) == 280, "ReduceLeavesArguments must match its C# twin");

// Eight sources are the leaves of deterministic mode and have an order of their own. Loops over the ranges are unrolled
// completely: an index known at compile time keeps the struct out of local memory.
DEVICE float sum_at(const ReduceLeavesArguments& args, i64 i)
{
    if (args.source_count == 8)
        return ((args.sources[0][i] + args.sources[1][i]) + (args.sources[2][i] + args.sources[3][i]))
               + ((args.sources[4][i] + args.sources[5][i]) + (args.sources[6][i] + args.sources[7][i]));
    float sum = args.sources[0][i];
#pragma unroll
    for (i32 s = 1; s < MaximumRanges; s++)
        if (s < args.source_count) sum += args.sources[s][i];
    return sum;
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_reduce_leaves(ReduceLeavesArguments args)
{
    for (i64 i = args.start + grid_thread(); i < args.start + args.count; i += grid_threads())
    {
        float sum = sum_at(args, i);
#pragma unroll
        for (i32 d = 0; d < MaximumRanges; d++)
            if (d < args.destination_count) args.destinations[d][i] = sum;
    }
}
EXPORT_TO_SIMULATOR(mirrored_reduce_leaves)
