// LossGradientOperation: output_i = scale_i.
#include "loss_scale.cuh"

struct LossGradientArguments
{
    LossScale scale;
    float* output; // (rows)
    i64 rows;
};
static_assert(sizeof(LossGradientArguments) == 40, "LossGradientArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_loss_gradient(LossGradientArguments args)
{
    for (i64 row = grid_thread(); row < args.rows; row += grid_threads()) args.output[row] = loss_scale_at(args.scale, row);
}
EXPORT_TO_SIMULATOR(mirrored_loss_gradient)
