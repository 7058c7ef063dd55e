// ArgMaxOperation: the column of a row's largest number, of equal ones the first. One warp per row.
#include "../Softmax/rows.cuh"

struct ArgMaxArguments
{
    const float* input; // (rows, columns)
    i32* output;        // (rows)
    i32 rows;
    i32 columns;
};
static_assert(sizeof(ArgMaxArguments) == 24, "ArgMaxArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_arg_max(ArgMaxArguments args)
{
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* numbers = args.input + row * args.columns;
        float largest = row_max(numbers, args.columns);
        i32 at = args.columns;
        for (i32 c = lane_number(); c < args.columns; c += WarpSize)
            if (numbers[c] == largest && largest > negative_infinity()) at = smaller(at, c);
        at = warp_min(at);
        if (lane_number() == 0) args.output[row] = at < args.columns ? at : 0;
    }
}
EXPORT_TO_SIMULATOR(mirrored_arg_max)
