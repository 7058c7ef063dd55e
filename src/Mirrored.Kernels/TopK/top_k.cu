// TopKOperation: keeps the k largest numbers of each row, of equal ones the first; the others become minus infinity.
#include "../Softmax/rows.cuh"

struct TopKArguments
{
    const float* input; // (rows, columns)
    float* output;      // (rows, columns)
    i32 rows;
    i32 columns;
    i32 k;
    i32 reserved;
};
static_assert(sizeof(TopKArguments) == 32, "TopKArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_top_k(TopKArguments args)
{
    i64 total = (i64)args.rows * args.columns;
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        i64 row = i / args.columns;
        i32 column = (i32)(i - row * args.columns), before = 0;
        const float* numbers = args.input + row * args.columns;
        float number = numbers[column];
        for (i32 c = 0; c < args.columns; c++)
            before += numbers[c] > number || (numbers[c] == number && c < column) ? 1 : 0;
        args.output[i] = before < args.k ? number : negative_infinity();
    }
}
EXPORT_TO_SIMULATOR(mirrored_top_k)
