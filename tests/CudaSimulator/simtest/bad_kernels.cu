// Kernels with the faults that the block scheduler has to find. Only the tests know them.
#include "../language/host.cuh"

struct BadArguments
{
    float* output;
    i32 count;
};

extern "C" __global__ void bad_partial_barrier(BadArguments args)
{
    if ((i32)threadIdx.x < args.count) sync_block();
    args.output[threadIdx.x] = 1;
}
EXPORT_TO_SIMULATOR(bad_partial_barrier)

extern "C" __global__ void bad_two_barriers(BadArguments args)
{
    if ((i32)threadIdx.x < args.count) sync_block();
    else sync_block();
    args.output[threadIdx.x] = 1;
}
EXPORT_TO_SIMULATOR(bad_two_barriers)

extern "C" __global__ void bad_partial_warp(BadArguments args)
{
    float v = 1;
    if ((i32)threadIdx.x < args.count) v = warp_max(v);
    args.output[threadIdx.x] = v;
}
EXPORT_TO_SIMULATOR(bad_partial_warp)

extern "C" __global__ void bad_mixed_warp(BadArguments args)
{
    float v = 1;
    if ((i32)threadIdx.x < args.count) v = warp_max(v);
    else v = (float)warp_min(1);
    args.output[threadIdx.x] = v;
}
EXPORT_TO_SIMULATOR(bad_mixed_warp)

extern "C" __global__ void bad_deadlock(BadArguments args)
{
    if ((i32)threadIdx.x < args.count) sync_block();
    else args.output[threadIdx.x] = warp_max(1);
}
EXPORT_TO_SIMULATOR(bad_deadlock)

extern "C" __global__ void bad_alignment(BadArguments args) { store4(args.output + 1, float4{1, 2, 3, 4}); }
EXPORT_TO_SIMULATOR(bad_alignment)

// Reads what another warp wrote, without a barrier between: right only as long as warps run in order.
extern "C" __global__ void bad_race(BadArguments args)
{
    SHARED(float, values, [256]);
    values[threadIdx.x] = 1;
    args.output[threadIdx.x] = threadIdx.x >= 32 ? values[threadIdx.x - 32] : 1.0f;
    sync_block();
}
EXPORT_TO_SIMULATOR(bad_race)

// Shared memory is not zero when a block begins.
extern "C" __global__ void bad_fresh_shared(BadArguments args)
{
    SHARED(float, values, [32]);
    args.output[threadIdx.x] = values[threadIdx.x];
    sync_block();
    values[threadIdx.x] = 0;
}
EXPORT_TO_SIMULATOR(bad_fresh_shared)
