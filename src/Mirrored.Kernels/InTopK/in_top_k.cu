// InTopKOperation: 1 where fewer than k predictions are larger than that of the label, else 0. One warp per row.
#include "../Softmax/rows.cuh"

struct InTopKArguments
{
    const float* predictions; // (rows, columns)
    const i32* labels;        // (rows)
    float* output;            // (rows)
    i32 rows;
    i32 columns;
    i32 k;
    i32 reserved;
};
static_assert(sizeof(InTopKArguments) == 40, "InTopKArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_in_top_k(InTopKArguments args)
{
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* numbers = args.predictions + row * args.columns;
        i32 label = args.labels[row], larger = 0;
        bool valid = (u32)label < (u32)args.columns;
        float chosen = valid ? numbers[label] : 0.0f;
        valid = valid && chosen - chosen == 0.0f; // finite
        for (i32 start = 0; start < args.columns; start += WarpSize)
        {
            i32 c = start + lane_number();
            larger += c < args.columns && numbers[c] > chosen ? 1 : 0;
        }
        // The count of all lanes: small integers are exact in float32.
        float all = warp_add_in_order(0.0f, (float)larger, WarpSize);
        if (lane_number() == 0) args.output[row] = valid && all < (float)args.k ? 1.0f : 0.0f;
    }
}
EXPORT_TO_SIMULATOR(mirrored_in_top_k)
