// SoftmaxGradientOperation: dx_j = y_j (dy_j - sum_k dy_k y_k), one warp per row.
#include "rows.cuh"

struct SoftmaxGradientArguments
{
    const float* output_gradient; // dy, (rows, columns)
    const float* output;          // y, (rows, columns)
    float* input_gradient;        // dx, (rows, columns); may be dy
    i32 rows;
    i32 columns;
};
static_assert(sizeof(SoftmaxGradientArguments) == 32, "SoftmaxGradientArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_softmax_gradient(SoftmaxGradientArguments args)
{
    i32 columns = args.columns;
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* dy = args.output_gradient + row * columns;
        const float* y = args.output + row * columns;
        float* dx = args.input_gradient + row * columns;
        float dot = 0.0f;
        for (i32 start = 0; start < columns; start += WarpSize)
        {
            i32 c = start + lane_number();
            float a = c < columns ? dy[c] : 0.0f, b = c < columns ? y[c] : 0.0f;
            dot = warp_fma_in_order(dot, a, b, smaller(columns - start, WarpSize));
        }
        for (i32 c = lane_number(); c < columns; c += WarpSize) dx[c] = y[c] * (dy[c] - dot);
    }
}
EXPORT_TO_SIMULATOR(mirrored_softmax_gradient)
