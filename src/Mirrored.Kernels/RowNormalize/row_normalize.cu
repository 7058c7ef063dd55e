// RowNormalizeOperation: y_j = (x_j - mean) scale with scale = 1 / sqrt(variance + epsilon), one warp per row.
#include "../Softmax/rows.cuh"

struct RowNormalizeArguments
{
    const float* input; // (rows, columns)
    float* output;      // (rows, columns); may be the input
    float* scale;       // (rows)
    i32 rows;
    i32 columns;
    float epsilon;
    i32 reserved; // 0
};
static_assert(sizeof(RowNormalizeArguments) == 40, "RowNormalizeArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_row_normalize(RowNormalizeArguments args)
{
    i32 columns = args.columns;
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* x = args.input + row * columns;
        float* y = args.output + row * columns;
        float sum = 0.0f, squares = 0.0f;
        for (i32 start = 0; start < columns; start += WarpSize)
        {
            i32 c = start + lane_number();
            sum = warp_add_in_order(sum, c < columns ? x[c] : 0.0f, smaller(columns - start, WarpSize));
        }
        float mean = sum / (float)columns;
        for (i32 start = 0; start < columns; start += WarpSize)
        {
            i32 c = start + lane_number();
            float difference = c < columns ? x[c] - mean : 0.0f;
            squares = warp_fma_in_order(squares, difference, difference, smaller(columns - start, WarpSize));
        }
        float scale = 1.0f / sqrtf(squares / (float)columns + args.epsilon);
        if (lane_number() == 0) args.scale[row] = scale;
        for (i32 c = lane_number(); c < columns; c += WarpSize) y[c] = (x[c] - mean) * scale;
    }
}
EXPORT_TO_SIMULATOR(mirrored_row_normalize)
