// FillOperation: every element becomes one value.
#include "../Cuda/mirrored.cuh"

struct FillArguments
{
    float* output; // (count)
    i64 count;     // elements
    float value;   // what each becomes
    i32 reserved;  // 0
};
static_assert(sizeof(FillArguments) == 24, "FillArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_fill(FillArguments args)
{
    i64 quads = is_aligned(args.output, 16) ? args.count / 4 : 0;
    for (i64 i = grid_thread(); i < quads; i += grid_threads())
        store4(args.output + i * 4, float4{args.value, args.value, args.value, args.value});
    for (i64 i = quads * 4 + grid_thread(); i < args.count; i += grid_threads()) args.output[i] = args.value;
}
EXPORT_TO_SIMULATOR(mirrored_fill)
