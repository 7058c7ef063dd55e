// CastOperation: int32 to float32, rounded to nearest, or float32 to int32, towards zero.
#include "../Cuda/mirrored.cuh"

struct CastArguments
{
    const void* input;
    void* output;
    i64 count;
};
static_assert(sizeof(CastArguments) == 24, "CastArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_cast_to_float(CastArguments args)
{
    for (i64 i = grid_thread(); i < args.count; i += grid_threads())
        ((float*)args.output)[i] = (float)((const i32*)args.input)[i];
}
EXPORT_TO_SIMULATOR(mirrored_cast_to_float)

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_cast_to_int(CastArguments args)
{
    for (i64 i = grid_thread(); i < args.count; i += grid_threads())
        ((i32*)args.output)[i] = (i32)((const float*)args.input)[i];
}
EXPORT_TO_SIMULATOR(mirrored_cast_to_int)
