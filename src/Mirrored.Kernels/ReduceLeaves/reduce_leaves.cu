// ReduceLeavesOperation: sums a slice of several flat ranges in a fixed order and writes the sum to all destinations.
#include "../Cuda/mirrored.cuh"

constexpr i32 MaximumRanges = 16;

struct ReduceLeavesArguments
{
    const void* sources[MaximumRanges]; // element 0 of each range
    void* destinations[MaximumRanges];  // element 0 of each range; may be among the sources
    i64 start;                          // the slice's first element
    i64 count;                          // the slice's elements
    i32 source_count;                   // 1 to MaximumRanges
    i32 destination_count;              // 1 to MaximumRanges
};
static_assert(sizeof(ReduceLeavesArguments) == 280, "ReduceLeavesArguments must match its C# twin");

// Numbers of a range: float32, or bfloat16, which is the upper half of one.
struct Float32
{
    static METHOD float load(const void* range, i64 i) { return ((const float*)range)[i]; }
    static METHOD void store(void* range, i64 i, float value) { ((float*)range)[i] = value; }
};

struct BFloat16
{
    static METHOD float load(const void* range, i64 i) { return bits_float((u32)((const unsigned short*)range)[i] << 16); }

    // To the nearest, ties to even; NaN stays one.
    static METHOD void store(void* range, i64 i, float value)
    {
        u32 bits = float_bits(value);
        u32 rounded = value != value ? (bits >> 16) | 0x40u : (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
        ((unsigned short*)range)[i] = (unsigned short)rounded;
    }
};

// Eight sources are the leaves of deterministic mode and have an order of their own. Loops over the ranges are unrolled
// completely: an index known at compile time keeps the struct out of local memory.
template <class From> DEVICE float sum_at(const ReduceLeavesArguments& args, i64 i)
{
    if (args.source_count == 8)
        return ((From::load(args.sources[0], i) + From::load(args.sources[1], i))
                + (From::load(args.sources[2], i) + From::load(args.sources[3], i)))
               + ((From::load(args.sources[4], i) + From::load(args.sources[5], i))
                  + (From::load(args.sources[6], i) + From::load(args.sources[7], i)));
    float sum = From::load(args.sources[0], i);
#pragma unroll
    for (i32 s = 1; s < MaximumRanges; s++)
        if (s < args.source_count) sum += From::load(args.sources[s], i);
    return sum;
}

template <class From, class To> DEVICE void reduce(const ReduceLeavesArguments& args)
{
    for (i64 i = args.start + grid_thread(); i < args.start + args.count; i += grid_threads())
    {
        float sum = sum_at<From>(args, i);
#pragma unroll
        for (i32 d = 0; d < MaximumRanges; d++)
            if (d < args.destination_count) To::store(args.destinations[d], i, sum);
    }
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_reduce_leaves(ReduceLeavesArguments args)
{
    reduce<Float32, Float32>(args);
}
EXPORT_TO_SIMULATOR(mirrored_reduce_leaves)

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_reduce_leaves_bf16(ReduceLeavesArguments args)
{
    reduce<BFloat16, BFloat16>(args);
}
EXPORT_TO_SIMULATOR(mirrored_reduce_leaves_bf16)

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_reduce_leaves_to_bf16(ReduceLeavesArguments args)
{
    reduce<Float32, BFloat16>(args);
}
EXPORT_TO_SIMULATOR(mirrored_reduce_leaves_to_bf16)

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_reduce_leaves_from_bf16(ReduceLeavesArguments args)
{
    reduce<BFloat16, Float32>(args);
}
EXPORT_TO_SIMULATOR(mirrored_reduce_leaves_from_bf16)
