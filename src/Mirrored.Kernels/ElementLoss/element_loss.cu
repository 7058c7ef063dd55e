// ElementLossOperation: per row the mean of a function of prediction and label, and its gradient. One warp per row.
#include "../LossGradient/loss_scale.cuh"
#include "../Softmax/rows.cuh"
#include "element_loss.cuh"

struct ElementLossArguments
{
    LossArguments loss;
    float divisor;
    i32 reserved;
};
static_assert(sizeof(ElementLossArguments) == 80, "ElementLossArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_element_loss(ElementLossArguments arguments)
{
    const LossArguments& args = arguments.loss;
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        i64 at = row * args.columns;
        float factor = args.gradient == nullptr ? 0.0f : loss_scale_at(args.scale, row) / arguments.divisor;
        float sum = 0.0f;
        for (i32 start = 0; start < args.columns; start += WarpSize)
        {
            i32 c = start + lane_number();
            bool inside = c < args.columns;
            float p = inside ? args.predictions[at + c] : 0.0f, t = inside ? args.labels[at + c] : 0.0f;
            LossAndSlope result = element_loss(args.function, p, t, args.parameter);
            if (inside && args.gradient != nullptr) args.gradient[at + c] = result.slope * factor;
            sum = warp_add_in_order(sum, result.loss, smaller(args.columns - start, WarpSize));
        }
        if (lane_number() == 0 && args.row_loss != nullptr) args.row_loss[row] = sum / arguments.divisor;
    }
}
EXPORT_TO_SIMULATOR(mirrored_element_loss)
