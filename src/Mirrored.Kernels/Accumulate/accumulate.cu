// AccumulateOperation: accumulator += sum_i input_i in float64: chunks from the first number to the last, then the
// chunks in order, then the accumulator.
#include "../Cuda/mirrored.cuh"

constexpr i32 Chunk = 64; // AccumulateOperation.Chunk

struct AccumulateArguments
{
    const float* input;  // (count)
    double* accumulator; // one
    i64 count;           // numbers
};
static_assert(sizeof(AccumulateArguments) == 24, "AccumulateArguments must match its C# twin");

// One block: each thread sums a chunk, the first adds the chunks up.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_accumulate(AccumulateArguments args)
{
    SHARED(double, chunk_sums, [BlockThreads]);
    double sum = 0.0;
    for (i64 start = 0; start < args.count; start += BlockThreads * Chunk)
    {
        i64 i = start + (i64)threadIdx.x * Chunk;
        i64 end = i + Chunk < args.count ? i + Chunk : args.count;
        double chunk = 0.0;
#pragma unroll 8
        for (; i < end; i++) chunk += (double)args.input[i];
        chunk_sums[threadIdx.x] = chunk;
        sync_block();
        i64 left = (args.count - start + Chunk - 1) / Chunk;
        if (threadIdx.x == 0)
            for (i32 c = 0; c < BlockThreads && c < left; c++) sum += chunk_sums[c];
        sync_block();
    }
    if (threadIdx.x == 0) *args.accumulator += sum;
}
EXPORT_TO_SIMULATOR(mirrored_accumulate)
