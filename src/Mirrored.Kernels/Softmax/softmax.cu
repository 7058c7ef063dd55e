// SoftmaxOperation: y_j = e^(x_j - max x) / sum_k e^(x_k - max x), one warp per row.
#include "rows.cuh"

struct SoftmaxArguments
{
    const float* input; // (rows, columns)
    float* output;      // (rows, columns); may be the input
    i32 rows;
    i32 columns;
};
static_assert(sizeof(SoftmaxArguments) == 24, "SoftmaxArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_softmax(SoftmaxArguments args)
{
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* x = args.input + row * args.columns;
        float* y = args.output + row * args.columns;
        float largest = row_max(x, args.columns);
        float sum = row_exp_sum(x, args.columns, largest);
        for (i32 c = lane_number(); c < args.columns; c += WarpSize) y[c] = vector_exp(x[c] - largest) / sum;
    }
}
EXPORT_TO_SIMULATOR(mirrored_softmax)
