// RowReduceOperation: one number for each row, the sum of its elements in order or the largest; one warp per row.
#include "../Softmax/rows.cuh"

constexpr i32 Sum = 0; // RowFunction; the other value is the maximum

struct RowReduceArguments
{
    const float* input; // (rows, columns)
    float* output;      // (rows)
    i32 rows;
    i32 columns;
    i32 function;
    i32 reserved; // 0
};
static_assert(sizeof(RowReduceArguments) == 32, "RowReduceArguments must match its C# twin");

DEVICE float row_sum(const float* row, i32 columns)
{
    float sum = 0.0f;
    for (i32 start = 0; start < columns; start += WarpSize)
    {
        i32 c = start + lane_number();
        sum = warp_add_in_order(sum, c < columns ? row[c] : 0.0f, smaller(columns - start, WarpSize));
    }
    return sum;
}

DEVICE float row_max_or_nan(const float* row, i32 columns)
{
    i32 numbers = 1;
    for (i32 c = lane_number(); c < columns; c += WarpSize)
        if (row[c] != row[c]) numbers = 0;
    float largest = row_max(row, columns) + 0.0f;
    return warp_min(numbers) != 0 ? largest : quiet_nan();
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_row_reduce(RowReduceArguments args)
{
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* x = args.input + row * args.columns;
        float result = args.function == Sum ? row_sum(x, args.columns) : row_max_or_nan(x, args.columns);
        if (lane_number() == 0) args.output[row] = result;
    }
}
EXPORT_TO_SIMULATOR(mirrored_row_reduce)
