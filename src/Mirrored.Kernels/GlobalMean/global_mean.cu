// GlobalMeanOperation: sums over the global batch become means, or a moving average of means takes a step.
#include "../Cuda/mirrored.cuh"

struct GlobalMeanArguments
{
    const float* sum;       // (count)
    float* output;          // (count)
    const StepState* state; // the rows of the global batch
    i64 count;              // elements
    i32 positions;          // numbers of each row in a sum
    float share;            // of the mean in a moving average
    i32 is_average;         // 0 for the mean itself
    i32 reserved;           // 0
};
static_assert(sizeof(GlobalMeanArguments) == 48, "GlobalMeanArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_global_mean(GlobalMeanArguments args)
{
    if (args.is_average != 0 && args.state->skip != 0) return;
    float numbers = (float)((i64)args.state->global_rows * args.positions);
    for (i64 i = grid_thread(); i < args.count; i += grid_threads())
    {
        float mean = args.sum[i] / numbers;
        if (args.is_average != 0) mean = args.output[i] + (mean - args.output[i]) * args.share;
        args.output[i] = mean;
    }
}
EXPORT_TO_SIMULATOR(mirrored_global_mean)
