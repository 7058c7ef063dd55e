// RowNormalizeGradientOperation: dx_j = scale ((dy_j - mean dy) - y_j mean(dy y)), one warp per row.
#include "../Softmax/rows.cuh"

struct RowNormalizeGradientArguments
{
    const float* output_gradient; // dy, (rows, columns)
    const float* output;          // y, (rows, columns)
    const float* scale;           // (rows)
    float* input_gradient;        // dx, (rows, columns); may be dy
    i32 rows;
    i32 columns;
};
static_assert(sizeof(RowNormalizeGradientArguments) == 40, "RowNormalizeGradientArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void
mirrored_row_normalize_gradient(RowNormalizeGradientArguments args)
{
    i32 columns = args.columns;
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* dy = args.output_gradient + row * columns;
        const float* y = args.output + row * columns;
        float* dx = args.input_gradient + row * columns;
        float sum = 0.0f, dot = 0.0f;
        for (i32 start = 0; start < columns; start += WarpSize)
        {
            i32 c = start + lane_number(), count = smaller(columns - start, WarpSize);
            float a = c < columns ? dy[c] : 0.0f, b = c < columns ? y[c] : 0.0f;
            sum = warp_add_in_order(sum, a, count);
            dot = warp_fma_in_order(dot, a, b, count);
        }
        float mean = sum / (float)columns, along = dot / (float)columns, scale = args.scale[row];
        for (i32 c = lane_number(); c < columns; c += WarpSize)
            dx[c] = scale * fmaf(-1.0f * y[c], along, dy[c] - mean);
    }
}
EXPORT_TO_SIMULATOR(mirrored_row_normalize_gradient)
